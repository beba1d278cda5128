package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.state.Calendar;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** How work ends: what the environment is afterwards, and what is told. The texts are those that clients look for. */
final class Endings {

    private static final String WITH_ERRORS =
            " operation is complete, but with errors. For more information, see troubleshooting documentation.";

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;

    Endings(BeanstalkStore store, Events events, Calendar calendar) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
    }

    void succeed(EnvironmentRow environment, Work work) {
        switch (work.kind()) {
            case CREATE, REBUILD -> {
                if (!environment.resources().cname().isEmpty()) {
                    events.info(
                            environment,
                            "Application available at "
                                    + environment.resources().cname() + ".");
                }
                events.info(environment, "Successfully launched environment: " + environment.name());
            }
            case DEPLOY -> {
                events.info(environment, "New application version was deployed to running EC2 instances.");
                events.info(environment, "Environment update completed successfully.");
            }
            case CONFIGURE -> {
                events.info(environment, "Successfully deployed new configuration to environment.");
                events.info(environment, "Environment update completed successfully.");
            }
            case RESTART -> events.info(environment, "restartAppServer completed successfully.");
            case TAG -> events.info(environment, "Environment tag update completed successfully.");
            case TERMINATE -> events.info(environment, "terminateEnvironment completed successfully.");
        }
        boolean deploys = switch (work.kind()) {
            case CREATE, REBUILD, DEPLOY, CONFIGURE -> true;
            case RESTART, TAG, TERMINATE -> false;
        };
        EnvironmentRow.State state = environment
                .state()
                .in(
                        work.kind() == Work.Kind.TERMINATE ? EnvironmentStatus.TERMINATED : EnvironmentStatus.READY,
                        calendar.now());
        if (deploys) {
            state = state.expecting(work.deploymentId());
        }
        store.put(environment.with(state.changed(change(work, false))).idle());
    }

    private EnvironmentRow.Change change(Work work, boolean failed) {
        String what = switch (work.kind()) {
            case CREATE, REBUILD -> "Initialization";
            case DEPLOY -> "Application update";
            case CONFIGURE, TAG -> "Configuration update";
            case RESTART -> "Application restart";
            case TERMINATE -> "Termination";
        };
        return new EnvironmentRow.Change(what, work.began(), calendar.now(), failed);
    }

    void fail(EnvironmentRow environment, Work work) {
        EnvironmentStatus after = EnvironmentStatus.READY;
        switch (work.kind()) {
            case CREATE, REBUILD -> {
                if (work.launched().isEmpty() && work.kind() == Work.Kind.CREATE) {
                    events.error(environment, "Failed to launch environment.");
                    after = EnvironmentStatus.TERMINATED;
                } else {
                    events.error(environment, "Create environment" + WITH_ERRORS);
                }
            }
            case DEPLOY -> {
                if (work.aborted()) {
                    events.info(environment, "The environment was reverted to the previous configuration setting.");
                } else if (Plans.isInPlace(work.policy())) {
                    events.error(
                            environment,
                            "During an aborted deployment, some instances may have deployed the new application version."
                                    + " To ensure all instances are running the same version, re-deploy the appropriate"
                                    + " application version.");
                }
            }
            case CONFIGURE -> {
                String reverted = "The environment was reverted to the previous configuration setting.";
                if (work.aborted()) {
                    events.info(environment, reverted);
                } else {
                    events.error(environment, reverted);
                }
            }
            case RESTART -> events.error(environment, "Restarting the application servers failed.");
            case TAG -> events.error(environment, "Environment tag update failed.");
            case TERMINATE -> events.error(environment, "Failed to terminate environment.");
        }
        EnvironmentRow.State state = environment.state().in(after, calendar.now());
        if (work.kind() == Work.Kind.CREATE) {
            state = state.expecting(work.deploymentId());
        }
        store.put(environment.with(state.changed(change(work, true))).idle());
    }
}
