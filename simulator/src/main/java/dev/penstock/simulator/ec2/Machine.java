package dev.penstock.simulator.ec2;

import java.time.Instant;
import java.util.List;

/**
 * An instance.
 *
 * @param launch what it was launched as
 * @param state where it stands
 * @param changed when it came to stand there
 * @param reason why, like {@code Client.UserInitiatedShutdown}; empty for none
 * @param protectedFromTermination whether calls may not end it
 */
public record Machine(Launch launch, State state, Instant changed, String reason, boolean protectedFromTermination) {

    /**
     * What an instance is launched as.
     *
     * @param id like {@code i-0123456789abcdef0}
     * @param imageId like {@code ami-0123456789abcdef0}
     * @param subnetId where it is
     * @param address its private one
     * @param publicAddress empty for none
     * @param keyName empty for none
     * @param profileArn of its instance profile; empty for none
     * @param groups ids of its security groups
     * @param reservation like {@code r-0123456789abcdef0}
     * @param at when
     */
    public record Launch(
            Place place,
            String id,
            String imageId,
            String type,
            String vpcId,
            String subnetId,
            String zone,
            String address,
            String publicAddress,
            String keyName,
            String profileArn,
            List<String> groups,
            String reservation,
            Instant at) {

        public Launch {
            groups = List.copyOf(groups);
        }
    }

    /** Source: EC2 API Reference, InstanceState. */
    public enum State {
        PENDING(0, "pending"),
        RUNNING(16, "running"),
        SHUTTING_DOWN(32, "shutting-down"),
        TERMINATED(48, "terminated"),
        STOPPING(64, "stopping"),
        STOPPED(80, "stopped");

        private final int code;
        private final String spoken;

        State(int code, String spoken) {
            this.code = code;
            this.spoken = spoken;
        }

        int code() {
            return code;
        }

        String spoken() {
            return spoken;
        }
    }

    public String id() {
        return launch.id();
    }

    public Place place() {
        return launch.place();
    }

    /** Whether it can serve, now or soon. */
    public boolean isAlive() {
        return state == State.PENDING || state == State.RUNNING;
    }

    /** Whether it ends or has ended. */
    public boolean isEnding() {
        return state == State.SHUTTING_DOWN || state == State.TERMINATED;
    }

    Machine in(State other, Instant now, String why) {
        return new Machine(launch, other, now, why, protectedFromTermination);
    }

    Machine kept(boolean kept) {
        return new Machine(launch, state, changed, reason, kept);
    }
}
