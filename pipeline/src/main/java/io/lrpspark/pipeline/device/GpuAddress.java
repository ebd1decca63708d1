package io.lrpspark.pipeline.device;

import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Spark calls a GPU: a line of its discovery script, usually the index that {@code nvidia-smi} shows. CUDA numbers the GPUs that a
 * process sees from 0, in the order of {@code CUDA_VISIBLE_DEVICES} where that is set.
 */
record GpuAddress(String text) {
    /**
     * The GPU as CUDA numbers it in this process.
     *
     * @param visible the value of CUDA_VISIBLE_DEVICES, if it is set
     * @throws UsageException if the address is no number and stands in no list
     */
    ComputeDevice device(Optional<String> visible) {
        List<String> listed = visible.filter(list -> !list.isBlank())
                .map(list -> Arrays.stream(list.split(",")).map(String::strip).toList())
                .orElse(List.of());
        int place = listed.indexOf(text);
        if (place >= 0) {
            return ComputeDevice.cuda(place);
        }
        // A script that asks inside the executor's container gives numbers that count the visible ones already.
        if (text.matches("\\d{1,4}") && (listed.isEmpty() || Integer.parseInt(text) < listed.size())) {
            return ComputeDevice.cuda(Integer.parseInt(text));
        }
        throw new UsageException(
                "Spark assigned GPU '" + text + "', which is none that this process sees"
                        + visible.map(list -> " (CUDA_VISIBLE_DEVICES is '" + list + "')")
                                .orElse("")
                        + ": expected the discovery script to print indices as nvidia-smi does, or what CUDA_VISIBLE_DEVICES lists");
    }
}
