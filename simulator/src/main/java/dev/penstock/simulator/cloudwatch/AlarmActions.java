package dev.penstock.simulator.cloudwatch;

import java.time.Instant;

/** Carries out what an alarm does when it goes into a state. */
final class AlarmActions {

    private final AlarmHistory history;
    private final CloudWatch.Topics topics;

    AlarmActions(AlarmHistory history, CloudWatch.Topics topics) {
        this.history = history;
        this.topics = topics;
    }

    void fire(AlarmRow row, AlarmRow.State before, Instant now) {
        if (!row.actionsEnabled()) {
            return;
        }
        for (String action : row.actions(row.state().value())) {
            if (action.startsWith("arn:aws:sns:")) {
                topics.publish(action, AlarmMessage.subject(row), AlarmMessage.text(row, before, now));
            }
            history.acted(row, action, now);
        }
    }
}
