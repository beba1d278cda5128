package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SQS's recorded answers, in JSON and in the Query protocol. */
class SqsRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sqs/test_sqs.snapshot.json");

    @Test
    void answersAreAwss() {
        MessagingReplay.of("sqs-calls.jsonl", RECORDING);
    }
}
