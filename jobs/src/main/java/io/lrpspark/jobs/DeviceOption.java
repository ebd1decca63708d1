package io.lrpspark.jobs;

import io.lrpspark.pipeline.device.DeviceRequest;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** What to compute on. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            completionCandidates = OfDevices.class,
            description = "What to compute on: ${COMPLETION-CANDIDATES}; auto takes a GPU where there is one that the"
                    + " engine can use, cuda refuses to do without. Default: ${DEFAULT-VALUE}.")
    private String name;

    /** Names for the help text. */
    static final class OfDevices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DeviceRequest.names().iterator();
        }
    }

    /**
     * The request.
     *
     * @throws io.lrpspark.lrp.registry.UnknownNameException if there is none of that name
     */
    DeviceRequest request() {
        return DeviceRequest.parse(name);
    }
}
