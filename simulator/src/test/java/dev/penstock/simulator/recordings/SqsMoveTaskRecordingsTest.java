package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The recorded answers about tasks that move dead letters. */
class SqsMoveTaskRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sqs/test_sqs_move_task.snapshot.json");

    @Test
    void answersAreAwss() {
        MessagingReplay.stepwise("sqs-move-calls.jsonl", RECORDING);
    }
}
