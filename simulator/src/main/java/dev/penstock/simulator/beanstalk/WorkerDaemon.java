package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.DaemonPost;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The daemon on instances of the worker tier: takes messages from the environment's queue and posts them to the application, which
 * answers 200 when it is done with one. What it does not answer so is seen again after a while, until the queue's redrive policy sends
 * it to the dead letters. Source: Developer Guide, "Elastic Beanstalk worker environments".
 */
final class WorkerDaemon implements AutoCloseable {

    private static final String SQSD = "aws:elasticbeanstalk:sqsd";
    private static final String LOOK = "beanstalk.sqsd";
    private static final String LATER = "beanstalk.sqsd-later";
    private static final int TOGETHER = 10;

    /** How often the daemon asks for what was not visible when it came. */
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final Store state;
    private final BeanstalkStore store;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final Ids ids;
    private final InstanceRuntime runtime;
    private final ServiceCalls calls;
    private final DaemonPost post = new DaemonPost();

    WorkerDaemon(
            Store state,
            BeanstalkStore store,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            InstanceRuntime runtime,
            ServiceCalls calls,
            Sqs sqs) {
        this.state = state;
        this.store = store;
        this.calendar = calendar;
        this.time = time;
        this.ids = ids;
        this.runtime = runtime;
        this.calls = calls;
        calendar.on(LOOK, this::look);
        calendar.inPassing(LATER, this::again);
        sqs.whenSent(this::sent);
    }

    /** Something came into a queue. */
    private void sent(String queueArn) {
        String[] parts = queueArn.split(":", 6);
        store.environments(parts[4], parts[3]).stream()
                .filter(row -> !row.isTerminated()
                        && row.isWorker()
                        && row.resources().queue().endsWith("/" + parts[5]))
                .forEach(this::soon);
    }

    private void soon(EnvironmentRow environment) {
        calendar.enter(LOOK, environment.id(), calendar.now().plusMillis(100));
    }

    /** Looks at the queue of an environment from now on, if it is one of a worker. */
    void watch(EnvironmentRow environment) {
        if (!environment.isTerminated()
                && environment.isWorker()
                && !environment.resources().queue().isEmpty()) {
            soon(environment);
            calendar.enter(LATER, environment.id(), calendar.now().plus(AGAIN));
        }
    }

    private void again(String id) {
        look(id);
        store.environment(id)
                .filter(row -> !row.isTerminated())
                .ifPresent(row -> calendar.enter(LATER, id, calendar.now().plus(AGAIN)));
    }

    private void look(String id) {
        Optional<EnvironmentRow> found = store.environment(id).filter(row -> !row.isTerminated() && row.isWorker());
        Optional<InstanceRow> instance = found.flatMap(this::instance);
        if (found.isEmpty() || instance.isEmpty()) {
            return;
        }
        EnvironmentRow environment = found.get();
        List<Message> messages = receive(environment);
        messages.forEach(message -> post(environment, instance(environment).orElse(instance.get()), message));
        if (messages.size() == TOGETHER) {
            soon(environment);
        }
    }

    /** One of the instances whose application runs, by chance. */
    private Optional<InstanceRow> instance(EnvironmentRow environment) {
        List<InstanceRow> up = store.instances(environment).stream()
                .filter(row -> row.booted()
                        && !row.isRunning()
                        && runtime.backend(row.instance(), 80).isPresent())
                .toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(up.get(ids.next().nextInt(up.size())));
    }

    static Caller caller(EnvironmentRow environment) {
        return new Caller(
                environment.account(),
                environment.region(),
                "arn:aws:iam::" + environment.account() + ":root",
                environment.account());
    }

    private List<Message> receive(EnvironmentRow environment) {
        try {
            return calls.call(
                            caller(environment),
                            "sqs",
                            ReceiveMessageRequest.builder()
                                    .queueUrl(environment.resources().queue())
                                    .maxNumberOfMessages(TOGETHER)
                                    .waitTimeSeconds(0)
                                    .visibilityTimeout(environment.options().number(SQSD, "VisibilityTimeout", 300))
                                    .messageAttributeNames("All")
                                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                    .build(),
                            ReceiveMessageResponse.class)
                    .messages();
        } catch (ServiceError e) {
            // The queue is gone, or is somebody else's: the daemon has nothing to do.
            return List.of();
        }
    }

    private void post(EnvironmentRow environment, InstanceRow instance, Message message) {
        Backend nobody = new Backend.Scripted(new ResponseScript(1, 503, Duration.ZERO));
        switch (runtime.backend(instance.instance(), 80).orElse(nobody)) {
            case Backend.Scripted(ResponseScript script) ->
                answered(
                        environment.id(),
                        message,
                        ids.next().nextDouble() < script.failing() ? script.failingStatus() : 200);
            case Backend.Listening(InetSocketAddress address) -> {
                Settings options = environment.options();
                Map<String, String> headers = headers(environment, message);
                String path = headers.getOrDefault("X-Aws-Sqsd-Path", options.effective(SQSD, "HttpPath"));
                Duration patience = Duration.ofSeconds(options.number(SQSD, "InactivityTimeout", 299));
                state.afterCommit(() -> {
                    SimulatedTime.Busy busy = time.busy();
                    Thread.ofVirtual().name("sqsd-" + environment.id()).start(() -> {
                        try (busy) {
                            int status = post.post(
                                    address,
                                    path.startsWith("/") ? path : "/" + path,
                                    headers,
                                    message.body(),
                                    patience);
                            state.transact(() -> {
                                answered(environment.id(), message, status);
                                return status;
                            });
                        }
                    });
                });
            }
        }
    }

    /** What the daemon tells beside the message. */
    private static Map<String, String> headers(EnvironmentRow environment, Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        String queue = environment.resources().queue();
        headers.put("User-Agent", "aws-sqsd/3.0");
        headers.put("Content-Type", environment.options().effective(SQSD, "MimeType"));
        headers.put("X-Aws-Sqsd-Msgid", message.messageId());
        headers.put("X-Aws-Sqsd-Queue", queue.substring(queue.lastIndexOf('/') + 1));
        Map<MessageSystemAttributeName, String> known = message.attributes();
        headers.put(
                "X-Aws-Sqsd-First-Received-At",
                instant(known.get(MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP)));
        headers.put(
                "X-Aws-Sqsd-Receive-Count",
                known.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
        headers.put("X-Aws-Sqsd-Sender-Id", known.getOrDefault(MessageSystemAttributeName.SENDER_ID, ""));
        message.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                headers.put(
                        switch (name) {
                            case "beanstalk.sqsd.path" -> "X-Aws-Sqsd-Path";
                            case "beanstalk.sqsd.task_name" -> "X-Aws-Sqsd-Taskname";
                            case "beanstalk.sqsd.scheduled_time" -> "X-Aws-Sqsd-Scheduled-At";
                            default -> "X-Aws-Sqsd-Attr-" + name;
                        },
                        value.stringValue());
            }
        });
        return headers;
    }

    private static String instant(@Nullable String millis) {
        return Instant.ofEpochMilli(millis == null ? 0 : Long.parseLong(millis)).toString();
    }

    /** Done messages are deleted; others are seen again. */
    private void answered(String environmentId, Message message, int status) {
        Optional<EnvironmentRow> found = store.environment(environmentId).filter(row -> !row.isTerminated());
        if (found.isEmpty()) {
            return;
        }
        EnvironmentRow environment = found.get();
        String queue = environment.resources().queue();
        try {
            if (status == 200) {
                calls.call(
                        caller(environment),
                        "sqs",
                        DeleteMessageRequest.builder()
                                .queueUrl(queue)
                                .receiptHandle(message.receiptHandle())
                                .build(),
                        DeleteMessageResponse.class);
            } else {
                int pause = environment.options().number(SQSD, "ErrorVisibilityTimeout", 2);
                calls.call(
                        caller(environment),
                        "sqs",
                        ChangeMessageVisibilityRequest.builder()
                                .queueUrl(queue)
                                .receiptHandle(message.receiptHandle())
                                .visibilityTimeout(pause)
                                .build(),
                        ChangeMessageVisibilityResponse.class);
                calendar.enter(LOOK, environment.id(), calendar.now().plusSeconds(pause + 1L));
            }
        } catch (ServiceError e) {
            // Somebody has purged or deleted the queue meanwhile.
            return;
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
