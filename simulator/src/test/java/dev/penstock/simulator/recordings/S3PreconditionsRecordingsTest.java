package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** S3's recorded answers to copies with conditions. */
class S3PreconditionsRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("s3/test_s3_preconditions.snapshot.json");

    @Test
    void answersAreAwss() {
        WireReplay.all(RECORDING, "test_s3_preconditions-calls.jsonl");
    }
}
