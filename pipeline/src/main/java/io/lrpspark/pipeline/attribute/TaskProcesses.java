package io.lrpspark.pipeline.attribute;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;

/**
 * The processes of a session that tasks run in, as far as Spark knows them now. Spark's public ways do not serve: the status tracker
 * tells neither how many tasks a process takes nor which one is the driver, a listener misses the executors that were there before it, a
 * job cannot be sent to each executor, and the REST interface, which has all this, may be switched off with the web interface. So this
 * class reads the store behind that REST interface. It is not public; a Spark without it is one whose processes are unknown, which costs a
 * worse estimate of memory and nothing else.
 *
 * @param slots the most tasks that one of them runs at once; 0 where that is unknown
 * @param neighbours the most of them on one machine; 0 where that is unknown
 */
record TaskProcesses(int slots, int neighbours) {
    private static final Logger LOGGER = LoggerFactory.getLogger(TaskProcesses.class);
    private static final TaskProcesses UNKNOWN = new TaskProcesses(0, 0);
    private static final String DRIVER = "driver";

    /** Those of a session; in local mode the driver alone. */
    static TaskProcesses of(SparkContext context) {
        try {
            List<ExecutorSummary> processes =
                    JavaConverters.seqAsJavaList(context.statusStore().executorList(true)).stream()
                            .filter(process -> process.id().equals(DRIVER) == context.isLocal())
                            .toList();
            Map<String, Long> perHost = processes.stream()
                    .collect(Collectors.groupingBy(
                            process -> process.hostPort().replaceFirst(":\\d+$", ""), Collectors.counting()));
            return new TaskProcesses(
                    processes.stream().mapToInt(ExecutorSummary::maxTasks).max().orElse(0),
                    perHost.values().stream().mapToInt(Long::intValue).max().orElse(0));
        } catch (LinkageError | RuntimeException e) {
            LOGGER.warn("Spark does not say which executors there are; their memory is estimated without it", e);
            return UNKNOWN;
        }
    }
}
