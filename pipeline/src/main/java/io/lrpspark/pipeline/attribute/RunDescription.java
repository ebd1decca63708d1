package io.lrpspark.pipeline.attribute;

import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.pipeline.device.DeviceUse;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.input.InputSelection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;

/** The contents of a run's records. */
final class RunDescription {
    private RunDescription() {}

    static Map<String, Object> started(SparkSession spark, AttributeSettings settings, Instant start) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("run_id", settings.run().value());
        content.put("started_at", start.toString());
        content.put("arguments", settings.arguments());
        content.put("source", source(settings.source()));
        content.put("selection", selection(settings.selection()));
        content.put("target", settings.target().toString());
        content.put("classes", classes(settings.classes()));
        content.put("activation", settings.activation().toString());
        content.put("preprocessing", settings.preprocessing().text());
        content.put("decoding", settings.decoding().toString());
        content.put(
                "map_size",
                settings.map().size() == MapForm.FULL ? "full" : settings.map().size());
        content.put("map_channels", settings.map().channels().name().toLowerCase(Locale.ROOT));
        content.put("batch_size", settings.batchSize());
        content.put("device", settings.device().toString());
        content.put("wave_size", settings.waveSize());
        content.put("max_failures", settings.maxFailures().toString());
        content.put("thumbnails", settings.thumbnails().name().toLowerCase(Locale.ROOT));
        settings.reuse().ifPresent(run -> content.put("reuse", run.value()));
        content.put("program", program(settings.program()));
        content.put("versions", versions(spark));
        content.put("master", spark.sparkContext().master());
        content.put("application_id", spark.sparkContext().applicationId());
        return content;
    }

    static Map<String, Object> resumed(SparkSession spark, AttributeSettings settings, Instant start) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("run_id", settings.run().value());
        content.put("resumed_at", start.toString());
        content.put("arguments", settings.arguments());
        settings.reuse().ifPresent(run -> content.put("reuse", run.value()));
        content.put("batch_size", settings.batchSize());
        content.put("device", settings.device().toString());
        content.put("max_failures", settings.maxFailures().toString());
        content.put("versions", versions(spark));
        content.put("master", spark.sparkContext().master());
        content.put("application_id", spark.sparkContext().applicationId());
        return content;
    }

    static Map<String, Object> listed(long images, int waves) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("listed_at", Instant.now().toString());
        content.put("images", images);
        content.put("waves", waves);
        return content;
    }

    static Map<String, Object> wave(Wave wave, long reused) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("wave", wave.number());
        content.put("begun_at", Instant.now().toString());
        content.put("first_position", wave.first());
        content.put("images", wave.size());
        content.put("reused", reused);
        return content;
    }

    static Map<String, Object> finished(RunResult result) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("run_id", result.run().value());
        content.put("finished_at", Instant.now().toString());
        content.put("verdict", result.verdict().toString());
        content.put("counts", counts(result.counts()));
        content.put(
                "accuracy", result.accuracy().isPresent() ? result.accuracy().getAsDouble() : null);
        content.put("unknown_labels", result.unknownLabels());
        content.put("warnings", result.warnings());
        content.put("timings", timings(result));
        content.put("bottleneck", bottleneck(result));
        content.put("device", result.device());
        content.put("programs_loaded", result.programsLoaded());
        content.put("batch_size", result.batchSize());
        content.put(
                "devices", result.devices().stream().map(RunDescription::device).toList());
        RunWork work = result.work();
        content.put("waves", work.waves());
        content.put("resumptions", work.resumptions());
        content.put("waves_before_the_last_resumption", work.wavesBefore());
        content.put("reused", reused(work));
        content.put("failed_task_attempts", work.failedTasks());
        content.put("lost_executors", work.lostExecutors());
        content.put("memory", memory(work));
        return content;
    }

    private static Map<String, Object> device(DeviceUse use) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("executor", use.executor());
        content.put("device", use.device());
        use.reason().ifPresent(reason -> content.put("reason", reason));
        content.put("programs_loaded", use.programsLoaded());
        content.put("program_bytes", use.programBytes());
        content.put("tasks", use.tasks());
        content.put("images", use.images());
        content.put("batch_size", use.batchSize());
        content.put("halvings", use.halvings());
        return content;
    }

    private static Map<String, Object> classes(ClassNames classes) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("count", classes.size());
        content.put("names", classes.names());
        return content;
    }

    private static Map<String, Object> reused(RunWork work) {
        Map<String, Object> content = new LinkedHashMap<>();
        work.reusedRun().ifPresent(run -> content.put("run_id", run));
        content.put("images", work.reusedImages());
        return content;
    }

    private static Map<String, Object> memory(RunWork work) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (RunWork.Memory memory : work.memory()) {
            content.put(
                    memory.executor(),
                    Map.of("peak_heap_bytes", memory.heapBytes(), "peak_resident_bytes", memory.residentBytes()));
        }
        return content;
    }

    private static Map<String, Object> bottleneck(RunResult result) {
        Map<String, Object> content = new LinkedHashMap<>();
        result.work().bottleneck(result.timings().stepSeconds()).ifPresent(bottleneck -> {
            content.put("step", bottleneck.step());
            content.put("busy", bottleneck.busy());
        });
        return content;
    }

    private static Map<String, Object> source(ImageSource source) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (source instanceof ImageSource.Table table) {
            content.put("table", table.location());
            content.put("image_column", table.imageColumn());
            table.idColumn().ifPresent(column -> content.put("id_column", column));
            table.labelColumn().ifPresent(column -> content.put("label_column", column));
        } else {
            content.put("images", source.location());
        }
        return content;
    }

    private static Map<String, Object> selection(InputSelection selection) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (selection instanceof InputSelection.First first) {
            content.put("limit", first.count());
        } else if (selection instanceof InputSelection.Sample sample) {
            content.put("sample", sample.count());
            content.put("seed", sample.seed());
        }
        return content;
    }

    private static Map<String, Object> program(AttributionProgram program) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("fingerprint", program.fingerprint());
        content.put("start", program.seed().toString());
        content.put("precision", program.precision().name().toLowerCase(Locale.ROOT));
        content.put("provenance", program.provenance());
        return content;
    }

    private static Map<String, Object> versions(SparkSession spark) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "lrp_on_spark",
                Optional.ofNullable(RunDescription.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        content.put("spark", spark.version());
        content.put("hadoop", VersionInfo.getVersion());
        content.put("java", System.getProperty("java.version"));
        content.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return content;
    }

    private static Map<String, Object> counts(RunResult.Counts counts) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("images", counts.images());
        content.put("explained", counts.explained());
        content.put("maps", counts.maps());
        content.put("failed", counts.failed());
        content.put("labelled", counts.labelled());
        return content;
    }

    private static Map<String, Object> timings(RunResult result) {
        RunResult.Timings timings = result.timings();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("total_seconds", timings.totalSeconds());
        content.put("startup_seconds", timings.startupSeconds());
        content.put("compute_seconds", timings.computeSeconds());
        content.put("summary_seconds", timings.summarySeconds());
        content.put("images_per_second", timings.imagesPerSecond());
        content.put("step_seconds", timings.stepSeconds());
        content.put("task_seconds", result.work().taskSeconds());
        content.put("commit_seconds", result.work().commitSeconds());
        return content;
    }
}
