package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.bundle.PeriodicTask;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * The jobs of a worker's {@code cron.yaml}: when one is due, a message goes into the environment's queue once, whatever the number of
 * instances. Source: Developer Guide, "Periodic tasks".
 */
final class PeriodicTasks {

    private static final String DUE = "beanstalk.cron";

    private final BeanstalkStore store;
    private final Calendar calendar;
    private final Fleet fleet;
    private final BundleFiles files;
    private final ServiceCalls calls;

    PeriodicTasks(BeanstalkStore store, Calendar calendar, Fleet fleet, BundleFiles files, ServiceCalls calls) {
        this.store = store;
        this.calendar = calendar;
        this.fleet = fleet;
        this.files = files;
        this.calls = calls;
        calendar.inPassing(DUE, this::due);
    }

    /** Sees to it that the jobs of an environment's version are done from now on. */
    void arrange(EnvironmentRow environment) {
        next(environment)
                .ifPresentOrElse(
                        at -> calendar.enter(DUE, environment.id(), at), () -> calendar.strike(DUE, environment.id()));
    }

    private List<PeriodicTask> tasks(EnvironmentRow environment) {
        boolean works = !environment.isTerminated()
                && environment.isWorker()
                && !environment.resources().queue().isEmpty();
        return works ? files.tasks(fleet.bundle(environment)) : List.of();
    }

    private Optional<Instant> next(EnvironmentRow environment) {
        return tasks(environment).stream()
                .flatMap(task -> task.after(calendar.now()).stream())
                .min(Instant::compareTo);
    }

    private void due(String id) {
        store.environment(id).ifPresent(environment -> {
            Instant now = calendar.now();
            tasks(environment).stream()
                    .filter(task -> task.after(now.minusMillis(1)).equals(Optional.of(now)))
                    .forEach(task -> send(environment, task, now));
            arrange(environment);
        });
    }

    private void send(EnvironmentRow environment, PeriodicTask task, Instant now) {
        try {
            calls.call(
                    WorkerDaemon.caller(environment),
                    "sqs",
                    SendMessageRequest.builder()
                            .queueUrl(environment.resources().queue())
                            .messageBody("elasticbeanstalk scheduled job")
                            .messageAttributes(Map.of(
                                    "beanstalk.sqsd.path", text(task.url()),
                                    "beanstalk.sqsd.task_name", text(task.name()),
                                    "beanstalk.sqsd.scheduled_time", text(now.toString())))
                            .build(),
                    SendMessageResponse.class);
        } catch (ServiceError e) {
            // The queue is gone, or is somebody else's: there is nobody to tell.
            return;
        }
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
