package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.autoscaling.Owners;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of environments whose instances somebody else ends, and whose Auto Scaling groups somebody else resizes: what is gone
 * is taken out, and the group's new instances get the environment's version.
 */
final class Losses implements Owners {

    private final BeanstalkStore store;
    private final Fleet fleet;
    private final Rollout rollout;

    Losses(BeanstalkStore store, Fleet fleet, Rollout rollout) {
        this.store = store;
        this.fleet = fleet;
        this.rollout = rollout;
    }

    private Optional<EnvironmentRow> environment(String id) {
        return store.environment(id).filter(row -> !row.isTerminated());
    }

    /** An instance ends or stops. */
    void gone(String instanceId) {
        store.instance(instanceId)
                .filter(row -> !row.ending())
                .flatMap(row -> environment(row.instance().environmentId()))
                .ifPresent(row -> lose(row, List.of(instanceId)));
    }

    private void lose(EnvironmentRow environment, List<String> instances) {
        fleet.lost(environment, instances);
        store.environment(environment.id()).ifPresent(rollout::look);
    }

    @Override
    public void launch(String owner, int count) {
        environment(owner).ifPresent(row -> {
            fleet.launch(row, count, false);
            store.environment(owner).ifPresent(rollout::look);
        });
    }

    @Override
    public void terminate(String owner, List<String> instanceIds) {
        environment(owner).ifPresent(row -> lose(row, instanceIds));
    }
}
