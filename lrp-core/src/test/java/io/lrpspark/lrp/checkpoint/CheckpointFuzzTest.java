package io.lrpspark.lrp.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Run with {@code JAZZER_FUZZ=1} to search; without, the inputs beside this test are tried. */
class CheckpointFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesAnyBytes(byte[] content) {
        try {
            Checkpoint.read("file", content);
        } catch (CheckpointException expected) {
            // what every file that is no checkpoint has to give
        }
    }
}
