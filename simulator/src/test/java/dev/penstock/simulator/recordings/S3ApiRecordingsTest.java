package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** S3's recorded answers to single operations. */
class S3ApiRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("s3/test_s3_api.snapshot.json");

    @Test
    void answersAreAwss() {
        WireReplay.all(RECORDING, "test_s3_api-calls.jsonl");
    }
}
