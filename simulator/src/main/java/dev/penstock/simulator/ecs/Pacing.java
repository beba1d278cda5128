package dev.penstock.simulator.ecs;

/**
 * How many tasks a rolling deployment may start and stop now. Source: ECS Developer Guide, "Deploy Amazon ECS services
 * by replacing tasks": the minimum is rounded up, the maximum down; with headroom new tasks start first, without it old
 * ones stop first.
 *
 * @param start new tasks to start
 * @param stop healthy old tasks to stop
 */
record Pacing(int start, int stop) {

    /**
     * What is there.
     *
     * @param desired the service's desired count
     * @param minimumHealthyPercent of the desired count
     * @param maximumPercent of the desired count
     * @param targets tasks of the deployment that are to stay
     * @param healthyTargets those of them that count as healthy
     * @param others tasks of other deployments that are to stay
     * @param healthyOthers those of them that count as healthy
     * @param givenUp tasks that fail their health checks and wait for a replacement: they only take room
     * @param early whether the deployment has as many healthy tasks as it needs to succeed early
     */
    record State(
            int desired,
            int minimumHealthyPercent,
            int maximumPercent,
            int targets,
            int healthyTargets,
            int others,
            int healthyOthers,
            int givenUp,
            boolean early) {

        int minimum() {
            return Math.ceilDiv(desired * minimumHealthyPercent, 100);
        }

        int maximum() {
            return desired * maximumPercent / 100;
        }

        /** How many of the other tasks are more than the desired count, or than the maximum leaves room for. */
        int surplusOthers() {
            return Math.max(others - desired(), over());
        }

        /** How many tasks are more than the maximum allows. */
        int over() {
            return Math.max(0, targets + others + givenUp - maximum());
        }

        /** How many more tasks the maximum allows. */
        int room() {
            return Math.max(0, maximum() - targets - others - givenUp);
        }
    }

    static Pacing of(State state) {
        int start = Math.max(0, Math.min(state.desired() - state.targets(), state.room()));
        boolean newOnesComing = start > 0 || state.targets() > state.healthyTargets();
        int keep = newOnesComing && !state.early() ? Math.max(state.minimum(), state.desired()) : state.minimum();
        int spare = state.healthyTargets() + state.healthyOthers() - keep;
        return new Pacing(start, Math.max(0, Math.min(spare, state.healthyOthers())));
    }

    /** Whether the percentages leave no room to move at all, so that nothing will ever happen. */
    static boolean stuck(State state) {
        Pacing next = of(state);
        return next.start() == 0
                && next.stop() == 0
                && state.givenUp() == 0
                && state.targets() == state.healthyTargets()
                && state.targets() < state.desired()
                && state.others() == state.healthyOthers()
                && state.others() > 0;
    }
}
