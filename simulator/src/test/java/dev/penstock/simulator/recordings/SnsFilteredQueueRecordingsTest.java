package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What queues got from topics through filter policies, as recorded. */
class SnsFilteredQueueRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sns/test_sns_filter_policy.snapshot.json", "queues");

    @Test
    void answersAreAwss() {
        MessagingReplay.of("sns-filter-calls.jsonl", RECORDING);
    }
}
