package io.lrpspark.pipeline;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with a Spark session of two slots in this JVM. Plans are interpreted: for a handful of rows, compiling them costs more than
 * running them. The tests of the jobs run plans that are compiled.
 */
public abstract class SparkTest extends JavaDataFrameSuiteBase {
    @BeforeEach
    @Override
    public void runBefore() {
        super.runBefore();
    }

    @AfterAll
    static void stopSpark() {
        runAfterClass();
    }

    @Override
    public SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2]")
                .setAppName(getClass().getSimpleName())
                .set("spark.ui.enabled", "false")
                .set("spark.app.id", getClass().getSimpleName())
                .set("spark.sql.shuffle.partitions", "2")
                .set("spark.sql.codegen.wholeStage", "false")
                .set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .set("spark.hadoop.fs.file.impl", NoForkFileSystem.class.getName())
                .set("spark.executor.heartbeatInterval", "1s");
    }

    @Override
    public boolean enableHiveSupport() {
        return false;
    }

    @Override
    public boolean enableIcebergSupport() {
        return false;
    }
}
