package io.lrpspark.pipeline.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.lrpspark.pipeline.ClusterTest;
import io.lrpspark.pipeline.TestImages;
import io.lrpspark.pipeline.TestNetwork;
import io.lrpspark.pipeline.input.ImageSource;
import io.lrpspark.pipeline.output.RunId;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.worker.Worker$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * Spark starts a copy of a task that is slow. It does so on another host only, so that this cluster has two: two addresses
 * of this machine.
 */
class SpeculationIT extends ClusterTest {
    private static final int IMAGES = 64;
    private static final String MASTER_HOST = "127.0.0.1";
    private static final List<String> WORKER_HOSTS = List.of("127.0.0.2", "127.0.0.3");
    private static final List<RpcEnv> CLUSTER = new ArrayList<>();

    @TempDir
    private static Path work;

    private static String master;

    @TempDir
    private Path folder;

    @Override
    public SparkConf conf() {
        SparkConf conf = super.conf();
        if (CLUSTER.isEmpty()) {
            master = startCluster(conf);
        }
        return conf.setMaster(master)
                .set(UnreliableFileSystem.OPTION, UnreliableFileSystem.class.getName())
                .set("spark.executor.memory", "1g")
                .set("spark.speculation", "true")
                .set("spark.speculation.quantile", "0.5")
                .set("spark.speculation.minTaskRuntime", "500ms");
    }

    private static String startCluster(SparkConf conf) {
        scala.Tuple3<RpcEnv, Object, Option<Object>> started =
                Master$.MODULE$.startRpcEnvAndEndpoint(MASTER_HOST, 0, 0, conf);
        CLUSTER.add(started._1());
        String url = "spark://" + MASTER_HOST + ":" + started._1().address().port();
        for (int worker = 0; worker < WORKER_HOSTS.size(); worker++) {
            CLUSTER.add(Worker$.MODULE$.startRpcEnvAndEndpoint(
                    WORKER_HOSTS.get(worker),
                    0,
                    0,
                    1,
                    1024,
                    new String[] {url},
                    work + File.separator + worker,
                    Option.apply(worker + 1),
                    conf,
                    Option.empty()));
        }
        return url;
    }

    @AfterAll
    static void stopCluster() {
        CLUSTER.forEach(RpcEnv::shutdown);
    }

    @Test
    void everyImageIsThereOnceThoughATaskRanTwice() {
        Path images = folder.resolve("images");
        for (int image = 0; image < IMAGES; image++) {
            TestImages.write(images.resolve((image == 0 ? "slow" : "") + image + ".jpg"), image);
        }
        AtomicInteger copies = new AtomicInteger();
        spark().sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskStart(SparkListenerTaskStart event) {
                copies.addAndGet(event.taskInfo().speculative() ? 1 : 0);
            }
        });

        RunResult result = AttributeJob.run(
                spark(),
                TestNetwork.settings(
                                new ImageSource.Files(UnreliableFileSystem.uri(images)),
                                "epsilon-plus",
                                folder.resolve("tables").toString())
                        .run(new RunId("twice"))
                        .build(),
                ProgressListener.NONE);

        assertThat(copies).hasPositiveValue();
        assertThat(result.counts()).isEqualTo(new RunResult.Counts(IMAGES, IMAGES, IMAGES, 0, 0));
        assertThat(spark().read()
                        .parquet(result.paths().attributions())
                        .select("image_id")
                        .distinct()
                        .count())
                .isEqualTo(IMAGES);
        assertThat(spark().read().parquet(result.paths().attributions()).count())
                .isEqualTo(IMAGES);
    }
}
