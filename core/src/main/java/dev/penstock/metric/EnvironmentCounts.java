package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Answers counted by the enhanced health of Elastic Beanstalk, anew every ten seconds. */
public interface EnvironmentCounts {

    /**
     * Answers of one refresh.
     *
     * @param ok answers of 200 to 399
     * @param clientErrors answers of 400 to 499
     * @param serverErrors answers of 500 to 599
     */
    record Answers(long ok, long clientErrors, long serverErrors) {

        /** None. */
        public static final Answers NONE = new Answers(0, 0, 0);

        /** Both together. */
        public Answers plus(Answers other) {
            return new Answers(ok + other.ok, clientErrors + other.clientErrors, serverErrors + other.serverErrors);
        }

        /** All of them. */
        public long all() {
            return ok + clientErrors + serverErrors;
        }
    }

    /**
     * The newest refresh.
     *
     * @param refreshedAt when it was made
     * @param covered the time before that it counts, ten seconds as a rule
     * @param answers by the label of the version on the instances that gave them
     */
    record Refresh(Instant refreshedAt, Duration covered, Map<String, Answers> answers) {

        public Refresh {
            answers = Map.copyOf(answers);
        }

        /** Answers of all versions. */
        public Answers all() {
            return answers.values().stream().reduce(Answers.NONE, Answers::plus);
        }
    }

    /**
     * The newest refresh of an environment.
     *
     * @param environment its name
     * @throws dev.penstock.action.RemoteCallException when it cannot be read, of kind {@code INVALID} when the environment has
     *     only basic health
     */
    Refresh latest(AwsScope scope, String environment);
}
