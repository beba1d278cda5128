package dev.penstock.aws.rollout;

import dev.penstock.action.ActionProvider;
import dev.penstock.document.SourceText;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Append;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.metric.Arms;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.ScriptedTraffic;
import dev.penstock.time.EngineClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets a course happen to a release. */
final class CellRun {

    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern STEPS = Pattern.compile("step [0-9]+ of ([0-9]+)");
    private static final String VERDICT = """
                verdict:
                  whenInconclusive: {action: rollBack}
                  metrics:
                    errors: {source: {command: {run: [count], every: 30s, lag: 0s}}}
            """;

    private final ReleaseWorld world;
    private final ReleaseCell cell;
    private final Course course;
    private final Path folder;
    private final DeploymentSetting settings;
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final InMemoryJournal durable = new InMemoryJournal();
    private final CompletableFuture<ExecutionId> started = new CompletableFuture<>();
    private final AtomicBoolean happened = new AtomicBoolean();

    private volatile @Nullable Engine driving;

    /** All that was logged, and where the release stood, in order. */
    final List<String> told = new CopyOnWriteArrayList<>();

    CellRun(ReleaseWorld world, ReleaseCell cell, String strategy, Course course, Path folder) {
        this.world = world;
        this.cell = cell;
        this.course = course;
        this.folder = folder;
        this.settings = settings(strategy, course);
    }

    /** As a user writes them. */
    private static DeploymentSetting settings(String strategy, Course course) {
        String more = switch (strategy) {
            case "rolling" -> ", batch: 50 %, bake: 20m";
            case "allAtOnce", "inPlace", "immutable" -> ", bake: 20m";
            case "blueGreen" -> ", keep: 20m";
            case "canary" -> ", weight: 10 %, bake: 20m, keep: 1m";
            case "linear" -> ", weight: 50 %, bake: 20m, keep: 1m";
            default -> ", steps: [{weight: 20, bake: 20m}, {weight: 40, bake: 1m}], keep: 1m";
        };
        String text = """
                deployments:
                  deploy:
                    release: {strategy: %s%s}
                """.formatted(strategy, more) + (course.isJudged() ? VERDICT : "");
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        if (reading instanceof SettingsReading.Refused refused) {
            throw new IllegalArgumentException(text + refused.problems());
        }
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    ReleaseSettings release() {
        return settings.release().orElseThrow();
    }

    /** By identity, which version all requests get now. */
    Course.Runs runs() {
        return cell.runs();
    }

    /** Without a death. */
    ExecutionState toItsEnd() throws Exception {
        if (course == Course.FAILING_HEALTH) {
            try (EngineClock.Busy still = world.clock().busy()) {
                cell.failHealth();
            }
        }
        try (Engine engine = engine(durable, "one")) {
            return start(engine);
        }
    }

    private ExecutionState start(Engine engine) throws Exception {
        try (EngineClock.Busy still = world.clock().busy()) {
            started.complete(engine.start(cell.pipeline(), StartRequest.by("ann")));
        }
        return engine.whenEnded(started.join()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * The runner dies while a step is being done, and another goes on.
     *
     * @param step from 1
     * @return how it ended; absent if the plan has no such step, or that was done before anybody heard of it
     */
    Optional<ExecutionState> dyingIn(int step) throws Exception {
        var mortal = new FaultyJournal(durable);
        String where = "step " + step + " of ";
        var timeStandsStill = new AtomicReference<Optional<EngineClock.Busy>>(Optional.empty());
        Runnable death = () -> {
            // What waits for a runner does not wait for ever, and virtual time would fly meanwhile.
            timeStandsStill.set(Optional.of(world.clock().busy()));
            mortal.die();
        };
        try (Engine engine = engine(beforeItIsWritten(where, mortal, death), "one", line -> {})) {
            start(engine);
            if (!happened.get()) {
                return Optional.empty();
            }
        } catch (JournalException | ExecutionException e) {
            told.add("(the runner died: " + e.getMessage() + ")");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (Engine next = engine(durable, "two")) {
            next.resumeAll();
            timeStandsStill.get().ifPresent(EngineClock.Busy::close);
            return Optional.of(next.whenEnded(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    /** A journal; something happens once, before it is written that a release has come to some step. */
    private Journal beforeItIsWritten(String step, Journal journal, Runnable then) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    boolean isIt = arguments != null
                            && arguments[0] instanceof Append append
                            && new String(append.payload(), StandardCharsets.UTF_8).contains('"' + step);
                    if (isIt && !happened.getAndSet(true)) {
                        then.run();
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** How many steps the plan has, by what was told of it. */
    int steps() {
        return told.stream()
                .map(STEPS::matcher)
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }

    private interface Heard {
        void line(String line);
    }

    private Engine engine(Journal journal, String runner) {
        return engine(journal, runner, this::disturb);
    }

    private Engine engine(Journal journal, String runner, Heard heard) {
        List<ActionProvider<?, ?>> providers = cell.providers(release(), judge());
        Engine engine = Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(providers)
                .resourceReaders(cell.readers())
                .clock(world.clock())
                .runner(new RunnerId(runner))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        told.add(at + " " + line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        if (attempt.action().equals("deploy")) {
                            told.add(world.clock().instant() + " " + summary);
                            heard.line(summary);
                        }
                    }
                })
                .build();
        driving = engine;
        return engine;
    }

    /** In the first bake, or while the old version is being replaced. */
    private void disturb(String line) {
        boolean isIt = line.contains(", bake for ") || line.contains(", replace ");
        if (!isIt || happened.getAndSet(true)) {
            return;
        }
        switch (course) {
            case STOPPED ->
                Optional.ofNullable(driving)
                        .orElseThrow()
                        .send(started.join(), new Signal.Stop(true, "not this", "ann"));
            case FOREIGN_CHANGE -> cell.interfere();
            case HEALTHY, FAILING_HEALTH, RISING_ERRORS, NO_TRAFFIC, KILLED -> {}
        }
    }

    /** Counts by the share that is set, whenever that was. */
    private BakeJudge judge() {
        if (settings.verdict().isEmpty()) {
            return BakeJudge.NONE;
        }
        ScriptedTraffic traffic = new ScriptedTraffic(7);
        return (release, bake, arms, share) -> {
            traffic.from(
                    bake.since(),
                    new ScriptedTraffic.Course(course.requests(), share.fraction(), course.badOfNew(), 0.005));
            return measured(arms, traffic).look(release, bake, arms, share);
        };
    }

    private BakeJudge measured(Arms arms, ScriptedTraffic traffic) {
        var evidence = new FakeEvidence(world.clock(), arms, traffic);
        return new MeasuredJudge(new EvidenceCollector(evidence.ports()), action -> settings.verdict());
    }
}
