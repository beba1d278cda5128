package dev.penstock.lambda.runner;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.alarm.AlarmReader;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.rule.CloudWatchAlarmRule;
import dev.penstock.testing.HandedOver;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.InMemoryPipelineRegistry;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock;
import dev.penstock.time.WakeUps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runner as Lambda and EventBridge would call it, on virtual time: schedules call within the second, events come as often as
 * a test likes, each call is a runner of its own on one journal.
 */
final class SimulatedRunner implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final int RETRIES = 2;

    final VirtualClock clock = VirtualClock.steppedFrom(NOON);
    final InMemoryJournal journal = new InMemoryJournal();
    final InMemoryPipelineRegistry registry = new InMemoryPipelineRegistry();
    final DeploymentWorld world;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final List<Instant> calls = Collections.synchronizedList(new ArrayList<>());
    private final Set<Instant> schedules = new HashSet<>();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final Path folder;

    /** How the journal looks to a call: what a test breaks, it breaks here. */
    BiFunction<RunnerId, Journal, Journal> seenBy = (call, whole) -> whole;

    /** The state of the alarm that pipelines of {@link #registerWatched} wait for. */
    volatile AlarmSight.State alarm = AlarmSight.State.ALARM;

    /** How often each event comes. */
    int copies = 1;

    /** How long a call may take. */
    Supplier<Duration> timeout = () -> TIMEOUT;

    SimulatedRunner(Path folder) {
        this.folder = folder;
        this.world = new DeploymentWorld(clock, this::deploymentEnded);
    }

    /** Registers a pipeline that an object starts, which deploys, asks, and deploys again. */
    void register(String name, int seconds) {
        registry.put(new RegisteredPipeline(
                name, """
                    pipeline:
                      name: NAME
                      pipelineType: V2
                      executionMode: PARALLEL
                      roleArn: arn:aws:iam::111122223333:role/pipeline
                      artifactStore: {type: S3, location: bucket}
                      stages:
                        - name: Source
                          actions:
                            - name: Object
                              actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                              configuration: {S3Bucket: bucket, S3ObjectKey: NAME.zip}
                              outputArtifacts: [{name: Files}]
                        - name: Deploy
                          actions:
                            - name: One
                              actionTypeId: {category: Deploy, owner: Custom, provider: World, version: "1"}
                              configuration: {seconds: "SECONDS"}
                              inputArtifacts: [{name: Files}]
                            - name: Two
                              actionTypeId: {category: Deploy, owner: Custom, provider: World, version: "1"}
                              configuration: {seconds: "SECONDS"}
                              inputArtifacts: [{name: Files}]
                        - name: Ask
                          actions:
                            - name: Approve
                              actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                        - name: Last
                          actions:
                            - name: Three
                              actionTypeId: {category: Deploy, owner: Custom, provider: World, version: "1"}
                              configuration: {seconds: "7"}
                              inputArtifacts: [{name: Files}]
                    """.replace("NAME", name).replace("SECONDS", Integer.toString(seconds)), Optional.empty()));
    }

    /** Registers the same in execution mode QUEUED. */
    void registerQueued(String name, int seconds) {
        register(name, seconds);
        String definition = registry.get(name).orElseThrow().definition();
        registry.put(new RegisteredPipeline(name, definition.replace("PARALLEL", "QUEUED"), Optional.empty()));
    }

    /** Registers a pipeline that does nothing but ask. */
    void registerQuestion(String name) {
        register(name, 1);
        RegisteredPipeline whole = registry.get(name).orElseThrow();
        String definition = whole.definition();
        registry.put(new RegisteredPipeline(
                name,
                definition.substring(0, definition.indexOf("    - name: Deploy"))
                        + definition.substring(
                                definition.indexOf("    - name: Ask"), definition.indexOf("    - name: Last")),
                Optional.empty()));
    }

    /** Registers a pipeline that does nothing but to wait two hours for an alarm. */
    void registerWatched(String name) {
        registerQuestion(name);
        RegisteredPipeline whole = registry.get(name).orElseThrow();
        registry.put(
                new RegisteredPipeline(name, whole.definition().replace("    - name: Ask\n", """
                    - name: Ask
                      beforeEntry:
                        conditions:
                          - result: FAIL
                            rules:
                              - name: Quiet
                                ruleTypeId: {category: Rule, owner: AWS, provider: CloudWatchAlarm, version: "1"}
                                configuration: {AlarmName: errors, WaitTime: "120"}
                """), Optional.empty()));
    }

    /** The alarm has changed; the event as CloudWatch sends it. */
    static String alarmEvent(String name) {
        return event(
                "event-of-" + name,
                "aws.cloudwatch",
                "CloudWatch Alarm State Change",
                "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:" + name,
                "{\"alarmName\": \"" + name + "\", \"state\": {\"value\": \"OK\"}}");
    }

    /** An object comes into the bucket; the event as S3 sends it. */
    String objectCreated(String pipeline, String eventId) {
        return event(
                eventId,
                "aws.s3",
                "Object Created",
                "arn:aws:s3:::bucket",
                "{\"bucket\": {\"name\": \"bucket\"}, \"object\": {\"key\": \"" + pipeline + ".zip\", \"size\": 1}}");
    }

    private void deploymentEnded(String id) {
        for (int i = 0; i < copies; i++) {
            later(clock.instant(), deploymentEvent(id));
        }
    }

    static String deploymentEvent(String id) {
        return event(
                "event-of-" + id,
                "aws.codedeploy",
                "CodeDeploy Deployment State-change Notification",
                "arn:aws:codedeploy:eu-west-1:111122223333:application:shop",
                "{\"deploymentId\": \"" + id + "\", \"state\": \"SUCCESS\"}");
    }

    private static String event(String id, String source, String type, String resource, String detail) {
        return "{\"version\": \"0\", \"id\": \"" + id + "\", \"source\": \"" + source + "\", \"detail-type\": \"" + type
                + "\", \"account\": \"111122223333\", \"region\": \"eu-west-1\", \"time\": \"2026-01-02T12:00:00Z\","
                + " \"resources\": [\"" + resource + "\"], \"detail\": " + detail + "}";
    }

    /** The slow tick that is there in case everything else was lost. */
    void tickEvery(Duration interval) {
        clock.at(clock.instant().plus(interval), () -> {
            call("{\"tick\": \"steady\"}");
            tickEvery(interval);
        });
    }

    /** Calls the runner at a time. */
    void later(Instant at, String document) {
        clock.at(at, () -> call(document));
    }

    /** Calls the runner now, on a thread of its own. */
    private void call(String document) {
        call(document, 0);
    }

    /** A call that fails is made again after one minute and after two more ("Asynchronous invocation", Lambda Developer Guide). */
    private void call(String document, int tries) {
        calls.add(clock.instant());
        RunnerId name = new RunnerId("call/" + calls.size());
        EngineClock.Busy begun = clock.busy();
        Thread.ofVirtual().start(() -> {
            try {
                runner(name, begun, tries)
                        .call(
                                JsonMapper.shared().readTree(document),
                                name,
                                clock.instant().plus(timeout.get()));
            } catch (InterruptedException | RuntimeException e) {
                log.add(name + " died: " + e);
                if (tries < RETRIES) {
                    clock.at(clock.instant().plusSeconds(60L * (tries + 1)), () -> call(document, tries + 1));
                }
            } finally {
                begun.close();
            }
        });
    }

    /** The last try fails in no test: what failed three times is left to people, by the dead-letter queue. */
    private Runner runner(RunnerId name, EngineClock.Busy begun, int tries) {
        EngineClock handedOver = new HandedOver(clock, begun);
        return new Runner(new RunnerParts(
                tries < RETRIES ? seenBy.apply(name, journal) : journal,
                handedOver,
                (WakeUps) this::wakeAt,
                registry,
                settings -> engine(name),
                folder,
                ExecutionListener.NONE,
                new RunnerLog() {
                    @Override
                    public void said(String line) {
                        log.add(name + " " + line);
                    }

                    @Override
                    public void failed(String id, String line) {
                        log.add(name + " " + id + " " + line);
                    }
                }));
    }

    private EngineBuilder engine(RunnerId name) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve(name.value().replace('/', '-')))
                .signalInterval(Duration.ofDays(1))
                .clock(clock)
                .providers(List.of(world, new ManualApprovalAction(), new InstantSource(), new CloudWatchAlarmRule()))
                .resourceReaders(List.of(
                        world.reader(),
                        new AlarmReader((scope, names) -> names.stream()
                                .map(watched -> new AlarmSight(watched, alarm))
                                .toList())));
    }

    /** Starts executions of a registered pipeline, which are due then. */
    void submit(String pipeline, int executions) {
        Pipeline definition =
                PipelineFile.of(registry.get(pipeline).orElseThrow(), folder).pipeline();
        try (Engine engine = engine(new RunnerId("submitting")).build()) {
            for (int i = 0; i < executions; i++) {
                engine.submit(new ExecutionId(new UUID(7, i)), definition, StartRequest.by("ann"));
            }
        }
    }

    /** One schedule for each second, as {@code ScheduledWakeUps} makes them. */
    private void wakeAt(Instant due) {
        Instant asked =
                due.isBefore(clock.instant().plusSeconds(1)) ? clock.instant().plusSeconds(1) : due;
        Instant second = asked.truncatedTo(ChronoUnit.SECONDS).equals(asked)
                ? asked
                : asked.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        synchronized (schedules) {
            if (!schedules.add(second)) {
                return;
            }
        }
        later(second, "{\"tick\": \"" + second + "\"}");
    }

    /** All executions, whole. */
    List<ExecutionState> executions() {
        ExecutionReader reader = new ExecutionReader(journal);
        return journal.list(ExecutionQuery.newest(1_000_000)).stream()
                .map(summary -> reader.state(summary.id()).orElseThrow())
                .toList();
    }

    @Override
    public void close() {
        clock.close();
    }
}
