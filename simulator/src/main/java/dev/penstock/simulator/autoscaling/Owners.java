package dev.penstock.simulator.autoscaling;

import java.util.List;

/** Who has the instances of groups in hand that it made, and is told when such a group needs others. Called within transactions. */
public interface Owners {

    /**
     * Launches instances for a group, and tells the group of each.
     *
     * @param owner who owns the group
     */
    void launch(String owner, int count);

    /** Ends instances of a group. */
    void terminate(String owner, List<String> instanceIds);

    /** Nobody owns anything. */
    Owners NOBODY = new Owners() {
        @Override
        public void launch(String owner, int count) {}

        @Override
        public void terminate(String owner, List<String> instanceIds) {}
    };
}
