package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.Instruction;
import dev.penstock.beanstalk.DeploymentOptions.Acceptance;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.bundle.BundleChoice;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeBundles;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.InconclusivePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy that environments can be released by, in every course that it can take. */
@Timeout(60)
class BeanstalkReleaseTest {

    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final OptionName POLICY = new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy");

    /** How environments are released to. */
    enum Way {
        ALL_AT_ONCE(Kind.ALONE),
        IN_PLACE(Kind.ALONE),
        ROLLING(Kind.ALONE),
        IMMUTABLE(Kind.ALONE),
        SPLITTING(Kind.ALONE),
        HOST_NAMES(Kind.HOST_NAMES),
        BLUE_GREEN(Kind.WEIGHTS),
        CANARY(Kind.WEIGHTS),
        LINEAR(Kind.WEIGHTS),
        RAMP(Kind.WEIGHTS);

        private enum Kind {
            ALONE,
            HOST_NAMES,
            WEIGHTS
        }

        private final Kind kind;

        Way(Kind kind) {
            this.kind = kind;
        }

        boolean isWeighted() {
            return kind == Kind.WEIGHTS;
        }

        boolean isPair() {
            return kind != Kind.ALONE;
        }

        boolean isJudged() {
            return isPair() || this == SPLITTING;
        }
    }

    private static ReleaseSettingsBuilder settings(Way way) {
        Duration minute = Duration.ofMinutes(1);
        return switch (way) {
            case ALL_AT_ONCE -> ReleaseSettingsBuilder.of("allAtOnce").bake(minute);
            case IN_PLACE -> ReleaseSettingsBuilder.of("inPlace").bake(minute);
            case ROLLING ->
                ReleaseSettingsBuilder.of("rolling")
                        .batch(new BatchSize(1, false))
                        .bake(minute);
            case IMMUTABLE -> ReleaseSettingsBuilder.of("immutable").bake(minute);
            case SPLITTING -> ReleaseSettingsBuilder.of("canary").keep(minute);
            case HOST_NAMES, BLUE_GREEN ->
                ReleaseSettingsBuilder.of("blueGreen").keep(minute);
            case CANARY ->
                ReleaseSettingsBuilder.of("canary")
                        .weight(new Share(5))
                        .bake(minute)
                        .keep(minute);
            case LINEAR ->
                ReleaseSettingsBuilder.of("linear")
                        .weight(Share.percent(30))
                        .bake(minute)
                        .keep(minute);
            case RAMP ->
                ReleaseSettingsBuilder.of("ramp")
                        .keep(minute)
                        .steps(List.of(
                                new Step(new Share(125), minute, false), new Step(Share.percent(60), minute, false)));
        };
    }

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(BeanstalkDeployActionTest.NOON);
    private final FakeEnvironments environments = new FakeEnvironments(clock);
    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeWebProbe probe = new FakeWebProbe();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final ListenerRuleArn users = rules.add("shop.example.com", TrafficShares.all(BLUE));
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Arms> judged = new CopyOnWriteArrayList<>();
    private Decision verdict = new Decision.Promote();
    private Map<OptionName, OptionValue> ownOptions = Map.of();

    private final BakeJudge judge = (release, bake, arms, share) -> {
        judged.add(arms);
        return new BakeJudge.Judgement(bake.memory(), verdict, clock.instant().plusSeconds(10), "As told.");
    };

    @BeforeEach
    void prepare() throws Exception {
        rules.add("web.us-east-1.elasticbeanstalk.com", TrafficShares.all(BLUE));
        rules.add("web-green.us-east-1.elasticbeanstalk.com", TrafficShares.all(GREEN));
        environments.add("shop", "web", "old");
        environments.addVersion("shop", "old");
        String id = environments.find(AwsScope.OWN, "web").orElseThrow().id();
        Map<OptionName, String> options = new HashMap<>();
        options.put(new OptionName(ENVIRONMENT, "LoadBalancerType"), "application");
        options.put(new OptionName(ENVIRONMENT, "LoadBalancerIsShared"), "true");
        options.put(new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer"), FakeListenerRules.LOAD_BALANCER);
        environments.update(AwsScope.OWN, new EnvironmentUpdate(id, Optional.empty(), options, Optional.empty()));
        clock.advance(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @EnumSource
    void aGoodVersionComesToAllUsers(Way way) throws Exception {
        ExecutionState end = released(way, settings(way).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(usersHave(way)).startsWith("shop-");
        if (way.isPair()) {
            assertThat(environments.effects()).endsWith("terminate web");
        }
        if (way.isWeighted()) {
            assertThat(rules.shares(users)).isEqualTo(TrafficShares.all(GREEN));
        }
        assertThat(environments.templates()).isEmpty();
        assertThat(((ActionPhase.Succeeded) StackFixture.deployed(end)).result().variables())
                .containsKeys("TrafficMovedAt", "OldGoneAt");

        int before = environments.effects().size();
        ExecutionState again = released(way, settings(way).build());
        assertThat(again.outcome()).as(told(again)).contains(Outcome.SUCCEEDED);
        assertThat(environments.effects()).hasSize(before);
    }

    @Test
    void sharesAreGivenAsThePlanSays() throws Exception {
        released(Way.RAMP, settings(Way.RAMP).build());

        assertThat(rules.divided())
                .containsExactly(
                        TrafficShares.splitPermille(GREEN, 125, BLUE),
                        TrafficShares.split(GREEN, 60, BLUE),
                        TrafficShares.split(GREEN, 100, BLUE),
                        TrafficShares.all(GREEN));
        assertThat(log).contains("12.5 % of requests go to 'web-green'.");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL_AT_ONCE", "IN_PLACE", "ROLLING", "IMMUTABLE", "SPLITTING"})
    void strategiesAreBeanstalksOwnPoliciesWithinAnEnvironment(Way way) throws Exception {
        released(way, settings(way).build());

        assertThat(environments.options(AwsScope.OWN, "shop", "web"))
                .containsEntry(
                        POLICY,
                        switch (way) {
                            case ROLLING -> "Rolling";
                            case IMMUTABLE -> "Immutable";
                            case SPLITTING -> "TrafficSplitting";
                            default -> "AllAtOnce";
                        });
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatCannotBeDeployedNeverStays(Way way) throws Exception {
        environments.fail("shop-", "Command failed on instance.", "npm: not found");

        ExecutionState end = released(way, settings(way).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).message()).contains("Command failed on instance.");
        assertRestored(way);
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatTurnsOutIllIsTakenBack(Way way) throws Exception {
        ExecutionState end = releasedWhile(
                way,
                settings(way).build(),
                () -> environments.become(way.isPair() ? "web-green" : "web", HealthStatus.SEVERE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertRestored(way);
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatIsWorseByTheVerdictIsTakenBack(Way way) throws Exception {
        if (!way.isJudged()) {
            return;
        }
        verdict = new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end = released(way, judged(way));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertRestored(way);
        assertThat(judged.getFirst().canary().labels())
                .containsEntry(Arm.ENVIRONMENT, way.isPair() ? "web-green" : "web")
                .containsKey(Arm.VERSION_LABEL);
        if (way.isWeighted()) {
            assertThat(judged.getFirst().canary().label(Arm.TARGET_GROUP)).contains(GREEN);
            assertThat(judged.getFirst().baseline().label(Arm.TARGET_GROUP)).contains(BLUE);
        } else if (way == Way.SPLITTING) {
            assertThat(judged.getFirst().baseline().label(Arm.VERSION_LABEL)).contains("old");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatGetsNoRequestsIsNotTakenForGood(Way way) throws Exception {
        if (!way.isJudged()) {
            return;
        }
        verdict = new Decision.Inconclusive(Decision.Reason.NO_DATA, InconclusivePolicy.Action.ROLL_BACK);

        ExecutionState end = released(way, judged(way));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(end).message()).contains("there were no data");
        assertRestored(way);
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyElseChangesIsLeftToThem(Way way) throws Exception {
        environments.addVersion("shop", "theirs");
        TrafficShares theirs = TrafficShares.split(GREEN, 33, BLUE);
        Runnable change = way.isWeighted()
                ? () -> rules.divideByAnother(users, theirs)
                : () -> environments.deployByAnother(way.isPair() ? "web-green" : "web", "theirs");

        ExecutionState end = releasedWhile(way, settings(way).build(), change);

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUPERSEDED);
        if (way.isWeighted()) {
            assertThat(rules.shares(users)).isEqualTo(theirs);
        }
        assertThat(environments.effects()).doesNotContain("terminate web");
    }

    /** They begin in the very moment between the last look and the call. */
    @ParameterizedTest
    @EnumSource(names = {"ALL_AT_ONCE", "ROLLING", "SPLITTING"})
    void whatSomebodyElseBeginsRightBeforeItIsNotOverwritten(Way way) throws Exception {
        environments.addVersion("shop", "theirs");
        AtomicBoolean theyHave = new AtomicBoolean();
        environments.whenCalled(method -> {
            if (method.equals("update") && !theyHave.getAndSet(true)) {
                environments.deployByAnother("web", "theirs");
            }
        });

        ExecutionState end = released(way, settings(way).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUPERSEDED);
        assertThat(environments.effects()).noneMatch(effect -> effect.startsWith("update web to"));
        clock.advance(Duration.ofMinutes(30));
        assertThat(environments.find(AwsScope.OWN, "web").orElseThrow().versionLabel())
                .isEqualTo("theirs");
    }

    /** UpdateEnvironment has no condition: what came and ended in that moment cannot be saved, and is told. */
    @Test
    void whatWasReplacedBeforeAnybodySawItIsTold() throws Exception {
        environments.addVersion("shop", "theirs");
        AtomicBoolean theyHave = new AtomicBoolean();
        environments.whenCalled(method -> {
            if (method.equals("update") && !theyHave.getAndSet(true)) {
                environments.deployByAnother("web", "theirs");
                environments.settleOn("web", "theirs");
            }
        });

        ExecutionState end = released(Way.ALL_AT_ONCE, settings(Way.ALL_AT_ONCE).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(log)
                .anyMatch(
                        line -> line.startsWith("Right before this deployment somebody else asked 'web' for a change"));
    }

    @Test
    void whatSomebodyElseDoesWithoutAnotherVersionIsWaitedFor() throws Exception {
        AtomicBoolean theyHave = new AtomicBoolean();
        environments.whenCalled(method -> {
            if (method.equals("update") && !theyHave.getAndSet(true)) {
                environments.deployByAnother("web", "old");
            }
        });

        ExecutionState end = released(Way.ALL_AT_ONCE, settings(Way.ALL_AT_ONCE).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(usersHave(Way.ALL_AT_ONCE)).isNotEqualTo("old");
    }

    @ParameterizedTest
    @EnumSource
    void whoAbandonsItHasWhatRanBefore(Way way) throws Exception {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        try (var fixture =
                fixture(new InMemoryJournal(), "one", way, settings(way).build())) {
            fixture.whenLogged = line -> {
                if (isMoved(way, line)) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                started.complete(fixture.engine.start(pipeline(), StartRequest.by("ann")));
            }
            ExecutionState end = fixture.await(started.join());
            log.addAll(fixture.log);
            assertThat(end.outcome()).as(told(end)).contains(Outcome.STOPPED);
        }
        clock.advance(Duration.ofMinutes(30));
        if (way == Way.HOST_NAMES) {
            // Whoever abandons it does not wait until host names have changed, before which nothing can end.
            assertThat(usersHave(way)).isEqualTo("old");
        } else {
            assertRestored(way);
        }
    }

    static Stream<Arguments> deaths() {
        return Stream.of(
                        Arguments.of(Way.ROLLING, true),
                        Arguments.of(Way.SPLITTING, false),
                        Arguments.of(Way.SPLITTING, true),
                        Arguments.of(Way.HOST_NAMES, true),
                        Arguments.of(Way.CANARY, false),
                        Arguments.of(Way.CANARY, true))
                .flatMap(course -> RunnerDeath.between(4, 26)
                        .filter(death -> death.before() == (death.append() % 2 == 0))
                        .map(death -> Arguments.of(course.get()[0], course.get()[1], death)));
    }

    @ParameterizedTest(name = "{0}, ill {1}, {2}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinished(Way way, boolean isIll, RunnerDeath death) throws Exception {
        verdict = isIll && way.isJudged()
                ? new Decision.RollBack(new Decision.Cause.Evidence("errors"))
                : new Decision.Promote();
        if (isIll && !way.isJudged()) {
            environments.fail("shop-", "Command failed on instance.", "");
        }

        Optional<ExecutionState> end = death.survived(
                pipeline(),
                (journal, runner) -> engine(journal, runner, way),
                () -> clock.advance(Duration.ofSeconds(death.append() % 2 == 0 ? 1 : 240)));

        if (end.isPresent()) {
            assertThat(end.get().outcome())
                    .as(told(end.get()))
                    .contains(isIll ? Outcome.ROLLED_BACK : Outcome.SUCCEEDED);
            if (isIll) {
                assertRestored(way);
            } else {
                assertThat(usersHave(way)).startsWith("shop-");
                assertThat(environments.effects().stream().filter(effect -> effect.startsWith("update web to")))
                        .hasSize(way.isPair() ? 0 : 1);
                assertThat(rules.divided()).hasSize(way.isWeighted() ? 3 : 0);
            }
        }
    }

    /** A runner dies right after it has asked for the end of what users had before; then somebody asks for that. */
    @ParameterizedTest
    @EnumSource(names = {"HOST_NAMES", "CANARY"})
    void whatIsBeingGivenUpIsNotGoneBackTo(Way way) throws Exception {
        var durable = new InMemoryJournal();
        var mortal = new FaultyJournal(durable);
        ReleaseSettings settings = settings(way).build();
        environments.whenCalled(call -> {
            if (call.equals("terminate")) {
                mortal.die();
            }
        });
        try (var first = fixture(mortal, "one", way, settings)) {
            assertThatThrownBy(() -> first.run(pipeline())).hasStackTraceContaining("JournalException");
        }
        environments.whenCalled(call -> {});
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();

        try (var next = fixture(durable, "two", way, settings);
                var unused = clock.busy()) {
            next.engine.send(
                    id,
                    new Signal.Instruct(
                            new ActionAttempt("Deploy", "deploy", 1),
                            new Instruction(Instruction.Kind.ROLL_BACK, "ann", "not this")));
            next.engine.resumeAll();
            unused.close();
            ExecutionState end = next.await(id);
            assertThat(end.outcome()).as(told(end)).contains(Outcome.FAILED);
            assertThat(StackFixture.failure(end).message()).contains("PEN-BEANSTALK-047");
        }
        assertThat(usersHave(way)).startsWith("shop-");
        assertThat(environments.effects()).containsOnlyOnce("terminate web").doesNotContain("terminate web-green");
    }

    @Test
    void thePageThatMustAnswerIsAskedForBeforeUsersCome() throws Exception {
        probe.answerAlways(new WebProbe.Answer.Status(503));

        ExecutionState end = released(
                Way.CANARY,
                ReleaseSettingsBuilder.of("canary")
                        .test(new WarmCheck("/health", 200, 2))
                        .build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(rules.divided()).isEmpty();
        assertRestored(Way.CANARY);
    }

    @Test
    void theFirstEnvironmentGetsAllRequestsAtOnce() throws Exception {
        rules.divideByAnother(users, TrafficShares.NONE);

        ExecutionState end = released(Way.CANARY, settings(Way.CANARY).build());

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(rules.divided()).containsExactly(TrafficShares.all(BLUE));
    }

    @Test
    void requestsDoNotComeBeforeEnoughTargetsAreHealthy() throws Exception {
        rules.become(GREEN, 1);

        ExecutionState end = released(Way.CANARY, settings(Way.CANARY).build());

        assertThat(failure(end).code()).isEqualTo("PEN-RELEASE-006");
        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(rules.divided())
                .containsExactly(TrafficShares.splitPermille(GREEN, 5, BLUE), TrafficShares.all(BLUE));
    }

    @Test
    void optionsThatWereChangedComeBackWithTheVersion() throws Exception {
        OptionName variable = new OptionName(OptionName.VARIABLES, "MODE");
        ownOptions = Map.of(variable, new OptionValue.Text("new"));

        ExecutionState end = releasedWhile(
                Way.ROLLING, settings(Way.ROLLING).build(), () -> environments.become("web", HealthStatus.SEVERE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(environments.options(AwsScope.OWN, "shop", "web")).doesNotContainKey(variable);
        assertThat(environments.templates()).isEmpty();
        assertRestored(Way.ROLLING);
    }

    private static ReleaseSettings judged(Way way) {
        return settings(way).judged().build();
    }

    private void assertRestored(Way way) throws Exception {
        assertThat(usersHave(way))
                .as(environments.effects() + String.join("\n", log))
                .isEqualTo("old");
        assertThat(environments
                        .find(AwsScope.OWN, "web-green")
                        .filter(made -> !made.status().isEnding()))
                .as("what was made for the release")
                .isEmpty();
        if (way.isWeighted()) {
            assertThat(rules.shares(users)).isEqualTo(TrafficShares.all(BLUE));
        }
    }

    /** The version that users come to. */
    private String usersHave(Way way) throws Exception {
        clock.advance(Duration.ofMinutes(1));
        String name = switch (way.kind) {
            case ALONE -> "web";
            case WEIGHTS -> rules.shares(users).receiving().equals(java.util.Set.of(GREEN)) ? "web-green" : "web";
            case HOST_NAMES ->
                environments.list(AwsScope.OWN, "shop").stream()
                        .filter(each -> each.cname().startsWith("web."))
                        .findFirst()
                        .orElseThrow()
                        .name();
        };
        Environment found = environments.find(AwsScope.OWN, name).orElseThrow();
        assertThat(found.status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(environments
                        .instances(AwsScope.OWN, found.id())
                        .orElseThrow()
                        .allRun(found.versionLabel()))
                .isTrue();
        return found.versionLabel();
    }

    /** Users have got the new version, or some of it. */
    private static boolean isMoved(Way way, String line) {
        return switch (way.kind) {
            case ALONE ->
                way == Way.SPLITTING ? line.contains("of requests go to the new") : line.startsWith("Deployed version");
            case HOST_NAMES -> line.startsWith("Users have 'web-green'");
            case WEIGHTS -> line.contains("of requests go to 'web-green'");
        };
    }

    private ExecutionState released(Way way, ReleaseSettings settings) throws Exception {
        return released(way, settings, line -> {});
    }

    private ExecutionState releasedWhile(Way way, ReleaseSettings settings, Runnable once) throws Exception {
        List<String> happened = new ArrayList<>();
        return released(way, settings, line -> {
            if (isMoved(way, line) && happened.isEmpty()) {
                happened.add(line);
                once.run();
            }
        });
    }

    private ExecutionState released(Way way, ReleaseSettings settings, java.util.function.Consumer<String> whenLogged)
            throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one", way, settings)) {
            fixture.whenLogged = whenLogged;
            ExecutionState state = fixture.run(pipeline());
            log.addAll(fixture.log);
            return state;
        }
    }

    private String told(ExecutionState state) {
        return StackFixture.deployed(state) + "\n" + String.join("\n", log) + "\n" + environments.effects();
    }

    private static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    private static Pipeline pipeline() {
        return StackFixture.pipelineOf(
                "ElasticBeanstalk",
                Map.of("index.html", "one"),
                Map.of("ApplicationName", "shop", "EnvironmentName", "web"));
    }

    private Engine engine(Journal journal, String runner, Way way) {
        return fixture(
                        journal,
                        runner,
                        way,
                        way.isJudged() ? judged(way) : settings(way).build())
                .engine;
    }

    private StackFixture fixture(Journal journal, String runner, Way way, ReleaseSettings settings) {
        DeploymentOptions chosen = options(way);
        var platform = new BeanstalkPlatform(
                environments, new FakeBundles(), new FakeImageRegistry(), new FakeStacks(), rules, probe);
        var action = new EitherWay<>(
                new BeanstalkDeployAction(platform, name -> chosen),
                new ReleaseAction<>(
                        new BeanstalkReleaseTarget(platform, name -> chosen),
                        name -> Optional.of(settings),
                        Strategies.builtIn(),
                        judge),
                name -> true);
        return new StackFixture(
                journal, clock, folder, artifacts, runner, List.of(action), List.of(environments.reader()));
    }

    private DeploymentOptions options(Way way) {
        DeploymentOptions usual = DeploymentOptions.DEFAULT;
        Optional<BlueGreen> pair = switch (way.kind) {
            case ALONE -> Optional.empty();
            case HOST_NAMES -> Optional.of(new BlueGreen("web", Duration.ofMinutes(10)));
            case WEIGHTS ->
                Optional.of(new BlueGreen(
                        new BlueGreen.Weights(new OptionValue.Text(users.text()), List.of()),
                        Duration.ofMinutes(10),
                        Optional.empty()));
        };
        return new DeploymentOptions(
                BundleChoice.WHOLE,
                usual.place(),
                Optional.empty(),
                Optional.empty(),
                ownOptions,
                Acceptance.DEFAULT,
                Duration.ofMinutes(30),
                usual.whenItFails(),
                usual.whenStopped(),
                pair,
                VersionRetention.ALL);
    }
}
