package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * Environments that are linked to others: they come into being after those, and have their addresses in environment properties.
 * Source: Developer Guide, "Creating links between Elastic Beanstalk environments".
 */
final class Links {

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final BeanstalkStore store;
    private final Calendar calendar;

    Links(BeanstalkStore store, Calendar calendar) {
        this.store = store;
        this.calendar = calendar;
    }

    /** Whether all are there; once they are, the environment has their addresses. */
    StepOutcome check(EnvironmentRow environment) {
        Settings options = environment.options();
        for (Map.Entry<String, String> link : environment.wanted().links().entrySet()) {
            Optional<EnvironmentRow> other = linked(environment, link.getValue());
            if (other.isEmpty()) {
                return new StepOutcome.Failed(List.of("Environment " + environment.name() + " is linked to environment "
                        + link.getValue() + " by " + link.getKey() + ", and there is no such environment."));
            }
            if (other.get().status() == EnvironmentStatus.LAUNCHING) {
                return new StepOutcome.Waiting(calendar.now().plus(AGAIN));
            }
            options = options.with("aws:elasticbeanstalk:application:environment", link.getKey(), address(other.get()));
        }
        store.put(environment.with(environment.wanted().with(options)));
        return new StepOutcome.Done();
    }

    private Optional<EnvironmentRow> linked(EnvironmentRow environment, String name) {
        return store.environments(environment.account(), environment.region()).stream()
                .filter(row -> !row.isTerminated() && row.name().equals(name))
                .findFirst();
    }

    /** Of a worker its queue, else where it is reached. */
    private static String address(EnvironmentRow other) {
        EnvironmentRow.Resources resources = other.resources();
        return other.isWorker() ? resources.queue() : resources.endpoint();
    }
}
