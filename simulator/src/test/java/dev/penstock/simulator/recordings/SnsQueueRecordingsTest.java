package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What queues got from topics, as recorded, and whatever else a user of SNS asked. */
class SnsQueueRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sns/test_sns.snapshot.json", "queues");

    @Test
    void answersAreAwss() {
        MessagingReplay.of("sns-calls.jsonl", RECORDING);
    }
}
