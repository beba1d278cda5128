package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

/**
 * Tasks that move messages out of dead-letter queues: one message after the other, as fast as was asked for. Source: SQS API
 * Reference, StartMessageMoveTask; SQS Developer Guide, "Dead-letter queue redrive".
 */
final class MoveTasks {

    private static final String STEP = "sqs move";

    /** The most that a task moves in a second, and how many it moves when nobody says. */
    private static final int FASTEST = 500;

    private static final int MOST_LISTED = 10;

    private final Queues queues;
    private final Table<MoveTask> tasks;
    private final Calendar calendar;
    private final Ids ids;

    MoveTasks(Queues queues, Store store, Calendar calendar, Ids ids) {
        this.queues = queues;
        this.tasks = store.table("sqs.moves", MoveTask.class);
        this.calendar = calendar;
        this.ids = ids;
        calendar.on(STEP, this::step);
    }

    StartMessageMoveTaskResponse start(Call call, StartMessageMoveTaskRequest request) {
        Queue source = source(request.sourceArn());
        if (queues.sourcesOf(source).isEmpty()) {
            throw SqsErrors.invalidParameter("Source queue must be configured as a Dead Letter Queue.");
        }
        Optional<String> destination = Optional.ofNullable(request.destinationArn());
        if (destination.isPresent() && destination.flatMap(queues::find).isEmpty()) {
            throw SqsErrors.notFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
        }
        Integer rate = request.maxNumberOfMessagesPerSecond();
        if (rate != null && (rate < 1 || rate > FASTEST)) {
            throw SqsErrors.invalidParameter(
                    "MaxNumberOfMessagesPerSecond", rate, "Must be between 1 and " + FASTEST + ", if provided.");
        }
        if (of(source).stream().anyMatch(task -> task.status() == MoveTask.Status.RUNNING)) {
            throw SqsErrors.invalidParameter(
                    "There is already a task running. Only one active task is allowed for a source"
                            + " queue arn at a given time.");
        }
        MoveTask task = new MoveTask(
                ids.uuid(),
                source.arn(),
                destination,
                Optional.ofNullable(rate),
                call.now(),
                MoveTask.Status.RUNNING,
                queues.messages(source, call.now()).size(),
                0,
                Optional.empty());
        put(task);
        calendar.enter(STEP, key(task), call.now());
        call.effect(source.arn());
        return StartMessageMoveTaskResponse.builder()
                .taskHandle(new MoveTask.Handle(task.id(), source.arn()).text())
                .build();
    }

    CancelMessageMoveTaskResponse cancel(Call call, CancelMessageMoveTaskRequest request) {
        MoveTask.Handle handle = Optional.ofNullable(request.taskHandle())
                .flatMap(MoveTask.Handle::parse)
                .orElseThrow(() -> SqsErrors.invalidParameter("Value for parameter TaskHandle is invalid."));
        Queue source = source(handle.source());
        MoveTask task = of(source).stream()
                .filter(t -> t.id().equals(handle.id()))
                .findFirst()
                .orElseThrow(() -> SqsErrors.notFound("Task does not exist."));
        if (task.status() != MoveTask.Status.RUNNING) {
            throw SqsErrors.unsupported("Only active tasks can be cancelled.");
        }
        put(task.ended(MoveTask.Status.CANCELLED, Optional.empty()));
        calendar.strike(STEP, key(task));
        call.effect(source.arn());
        return CancelMessageMoveTaskResponse.builder()
                .approximateNumberOfMessagesMoved(task.moved())
                .build();
    }

    ListMessageMoveTasksResponse list(Call call, ListMessageMoveTasksRequest request) {
        Integer asked = request.maxResults();
        if (asked != null && (asked < 1 || asked > MOST_LISTED)) {
            throw SqsErrors.invalidParameter(
                    "MaxResults", asked, "Must be between 1 and " + MOST_LISTED + ", if provided.");
        }
        List<ListMessageMoveTasksResultEntry> entries = of(source(request.sourceArn())).stream()
                .sorted(Comparator.comparing(MoveTask::started).reversed())
                .limit(asked == null ? 1 : asked)
                .map(MoveTasks::shown)
                .toList();
        return ListMessageMoveTasksResponse.builder()
                .results(Batches.orNull(entries))
                .build();
    }

    private Queue source(@Nullable String arn) {
        String given = arn == null ? "" : arn;
        if (given.split(":", -1).length != 6) {
            throw SqsErrors.invalidParameter("You must use this format to specify the SourceArn:"
                    + " arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }
        return queues.find(given)
                .orElseThrow(() -> SqsErrors.notFound(
                        "The resource that you specified for the SourceArn parameter doesn't exist."));
    }

    private static ListMessageMoveTasksResultEntry shown(MoveTask task) {
        boolean running = task.status() == MoveTask.Status.RUNNING;
        return ListMessageMoveTasksResultEntry.builder()
                .taskHandle(running ? new MoveTask.Handle(task.id(), task.source()).text() : null)
                .status(task.status().name())
                .sourceArn(task.source())
                .destinationArn(task.destination().orElse(null))
                .maxNumberOfMessagesPerSecond(task.perSecond().orElse(null))
                .approximateNumberOfMessagesMoved(task.moved())
                .approximateNumberOfMessagesToMove(task.total())
                .failureReason(task.failure().orElse(null))
                .startedTimestamp(task.started().toEpochMilli())
                .build();
    }

    /** Moves the next message of a task, and arranges the one after it. */
    private void step(String key) {
        tasks.get(key).filter(task -> task.status() == MoveTask.Status.RUNNING).ifPresent(task -> {
            Instant now = calendar.now();
            MoveTask after = moved(task, now);
            put(after);
            if (after.status() == MoveTask.Status.RUNNING) {
                Duration pause = Duration.ofMillis(1000L / task.perSecond().orElse(FASTEST));
                calendar.enter(STEP, key, now.plus(pause));
            }
        });
    }

    private MoveTask moved(MoveTask task, Instant now) {
        Optional<Queue> source = queues.find(task.source());
        Optional<Map.Entry<String, StoredMessage>> next =
                source.flatMap(queue -> queues.messages(queue, now).entrySet().stream()
                        .filter(entry -> entry.getValue().isVisible(now))
                        .findFirst());
        if (next.isEmpty() || task.moved() >= task.total()) {
            return task.ended(MoveTask.Status.COMPLETED, Optional.empty());
        }
        StoredMessage message = next.get().getValue();
        Optional<Queue> destination = task.destination().or(message::origin).flatMap(queues::find);
        if (destination.isEmpty()) {
            return task.ended(MoveTask.Status.FAILED, Optional.of(SqsErrors.codeInBatch(SqsErrors.noQueue())));
        }
        source.ifPresent(queue -> queues.remove(queue, next.get().getKey()));
        queues.add(destination.get(), StoredMessage.fresh(message.content().sentAgain(ids.uuid(), now), now));
        MoveTask after = task.movedOne();
        return after.moved() < after.total() ? after : after.ended(MoveTask.Status.COMPLETED, Optional.empty());
    }

    private List<MoveTask> of(Queue source) {
        return List.copyOf(tasks.under(source.arn() + " ").values());
    }

    private void put(MoveTask task) {
        tasks.put(key(task), task);
    }

    private static String key(MoveTask task) {
        return task.source() + " " + task.id();
    }
}
