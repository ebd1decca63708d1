package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.attribute.ComputeDevice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Spark calls a GPU: a line of its discovery script, usually the index that {@code nvidia-smi} shows. CUDA numbers the GPUs that a
 * process sees from 0, in the order of {@code CUDA_VISIBLE_DEVICES} where that is set.
 */
record GpuAddress(String text) {
    /**
     * The GPU as CUDA numbers it in this process; empty if the address is none that the process sees.
     *
     * @param visible the value of CUDA_VISIBLE_DEVICES, if it is set
     */
    Optional<ComputeDevice> device(Optional<String> visible) {
        List<String> listed = visible.filter(list -> !list.isBlank())
                .map(list -> Arrays.stream(list.split(",")).map(String::strip).toList())
                .orElse(List.of());
        int place = listed.indexOf(text);
        if (place >= 0) {
            return Optional.of(ComputeDevice.cuda(place));
        }
        // Among listed numbers, another one could only be a place: which others that are listed have, too.
        return isNumber(text)
                        && listed.stream().noneMatch(GpuAddress::isNumber)
                        && (listed.isEmpty() || Integer.parseInt(text) < listed.size())
                ? Optional.of(ComputeDevice.cuda(Integer.parseInt(text)))
                : Optional.empty();
    }

    /** What is said of an address that is none, half a sentence. */
    String unknown(Optional<String> visible) {
        return "Spark assigned GPU '" + text + "', which is none that this process sees"
                + visible.map(list -> " (CUDA_VISIBLE_DEVICES is '" + list + "')")
                        .orElse("")
                + ": expected the discovery script to print indices as nvidia-smi does, or what CUDA_VISIBLE_DEVICES lists";
    }

    private static boolean isNumber(String address) {
        return address.matches("\\d{1,4}");
    }
}
