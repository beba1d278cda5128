package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.StackWaves.OnFailure;
import dev.penstock.stack.StackWaves.Target;
import dev.penstock.stack.StackWaves.Wave;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stacks as targets of releases: one, several, and twins. */
@Timeout(60)
class StackReleaseTest {

    private static final AwsScope HERE = new AwsScope(Optional.empty(), List.of());
    private static final Duration BAKE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStacks stacks = new FakeStacks();
    private final FakeListenerRules rules = new FakeListenerRules();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final List<String> alarming = Collections.synchronizedList(new ArrayList<>());
    private final List<String> judged = Collections.synchronizedList(new ArrayList<>());
    private Function<String, Decision> verdict = canary -> new Decision.Promote();
    private Runnable whenStopped = () -> {};
    private Optional<StackWaves> waves = Optional.empty();
    private Optional<TwinStacks> twins = Optional.empty();
    private boolean mayLoseData;

    /** Judges the first pair, as the verdict of the test says. */
    private final BakeJudge judge = (release, bake, arms, share) -> {
        judged.add(arms.canary().name() + " against " + arms.baseline().name());
        return new BakeJudge.Judgement(
                bake.memory(),
                verdict.apply(arms.canary().name()),
                release.action().now().plusSeconds(10),
                "It is judged.");
    };

    @AfterEach
    void close() {
        clock.close();
    }

    private static String template(String value, String more) {
        return """
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Value: %s}
            %sOutputs:
              TargetGroupArn:
                Value: !Sub "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${AWS::StackName}/73e2d6bc24d8a067"
            """.formatted(value, more);
    }

    private static final String DATA = "  Data:\n    Type: AWS::RDS::DBInstance\n";

    private StackFixture fixture(Journal journal, String runner, ReleaseSettings settings) {
        CloudFormationAction plain = new CloudFormationAction(
                stacks,
                StackFiles.NONE,
                ChangeSetGate.OPEN,
                type -> type.contains("::RDS::"),
                action -> StackOptions.DEFAULT,
                Optional::of,
                StackExperience.NONE,
                (scope, names) -> List.copyOf(alarming),
                action -> waves,
                StackListener.NONE);
        StackReleaseTarget target = new StackReleaseTarget(
                plain, rules, action -> twins, type -> type.contains("::RDS::"), action -> mayLoseData);
        ActionProvider<?, ?> either = new EitherWay<>(
                plain,
                new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge),
                action -> true);
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(either),
                List.of(stacks.stackReader(), stacks.changeSetReader()));
    }

    private ExecutionState release(String template, ReleaseSettingsBuilder settings) throws Exception {
        try (StackFixture fixture = fixture(new InMemoryJournal(), "one", settings.build())) {
            return fixture.run(pipeline(template));
        }
    }

    private static Pipeline pipeline(String template) {
        return StackFixture.pipeline(
                "CREATE_UPDATE", Map.of("template.yml", template), Map.of("TemplatePath", "app::template.yml"));
    }

    private static Map<String, String> succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result().variables();
    }

    private static ActionFailure failed(ExecutionState state) {
        assertThat(StackFixture.deployed(state)).isInstanceOf(ActionPhase.Failed.class);
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    private static ReleaseSettingsBuilder strategy(String name) {
        return ReleaseSettingsBuilder.of(name);
    }

    private static Target target(String name) {
        return new Target(name, Optional.of(name), Optional.empty(), Optional.of("shop-" + name), Map.of());
    }

    private void several(int atOnce, int tolerated, List<String> alarms, String... names) {
        List<Target> targets =
                Arrays.stream(names).map(StackReleaseTest::target).toList();
        waves = Optional.of(
                new StackWaves(List.of(new Wave(targets, atOnce, tolerated, BAKE, alarms)), OnFailure.STOP));
    }

    private String value(String stack) {
        return stacks.template(HERE, stack, false).replaceAll("(?s).*Value: (\\w+)}.*", "$1");
    }

    @Test
    void oneStackIsReleasedAllAtOnce() throws Exception {
        Map<String, String> outputs = succeeded(release(template("one", ""), strategy("allAtOnce")));

        assertThat(outputs).containsEntry("ReleaseStrategy", "allAtOnce").containsKey("TargetGroupArn");
        assertThat(value("shop")).isEqualTo("one");
    }

    @Test
    void whatBakesBadlyGoesBackToTheTemplateBefore() throws Exception {
        several(1, 0, List.of("errors"), "dublin");
        release(template("one", ""), strategy("allAtOnce"));
        alarming.add("errors is in ALARM");

        ActionFailure failure =
                failed(release(template("two", ""), strategy("allAtOnce").bake(BAKE)));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.message()).contains("dublin: errors is in ALARM", "What ran before was brought back.");
        assertThat(value("shop-dublin")).isEqualTo("one");
    }

    @Test
    void theFirstStacksAreTheCanaryAndTheOthersTheBaseline() throws Exception {
        several(2, 0, List.of(), "a", "b", "c", "d");
        release(template("one", ""), strategy("allAtOnce"));
        judged.clear();

        succeeded(release(
                template("two", ""),
                strategy("canary")
                        .weight(Share.percent(25))
                        .bake(BAKE)
                        .keep(Duration.ZERO)
                        .judged()));

        assertThat(judged).containsExactly("stack shop-a of a against stack shop-b of b");
        assertThat(List.of(value("shop-a"), value("shop-d"))).containsOnly("two");
    }

    @Test
    void aBadCanaryGoesBackBeforeAnyOtherStackIsTouched() throws Exception {
        several(2, 0, List.of(), "a", "b", "c", "d");
        release(template("one", ""), strategy("allAtOnce"));
        int before = stacks.effects().size();
        verdict = canary -> new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ActionFailure failure = failed(release(
                template("two", ""),
                strategy("linear").weight(Share.percent(25)).bake(BAKE).judged()));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(stacks.effects().subList(before, stacks.effects().size()))
                .allMatch(effect -> effect.endsWith("shop-a"));
        assertThat(value("shop-a")).isEqualTo("one");
    }

    @Test
    void aRollingReleaseTakesSoManyStacksAtATimeAndStopsAtTheFirstThatFails() throws Exception {
        several(1, 0, List.of(), "a", "b", "c", "d");
        release(template("one", ""), strategy("allAtOnce"));
        stacks.fail("Setting", "it broke");

        ActionFailure failure =
                failed(release(template("two", ""), strategy("rolling").batch(new BatchSize(2, false))));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.code()).isEqualTo("PEN-STACK-030");
        assertThat(failure.details()).anyMatch(line -> line.startsWith("c: not begun"));
        assertThat(List.of(value("shop-a"), value("shop-b"), value("shop-c"))).containsOnly("one");
    }

    @Test
    void stacksThatAreNewGoAwayAgainUnlessTheyHoldData() throws Exception {
        several(2, 0, List.of("errors"), "a", "b");
        alarming.add("errors is in ALARM");
        ActionFailure failure =
                failed(release(template("one", ""), strategy("allAtOnce").bake(BAKE)));
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(stacks.find(HERE, "shop-a")).isEmpty();

        ActionFailure kept =
                failed(release(template("one", DATA), strategy("allAtOnce").bake(BAKE)));
        assertThat(kept.kind()).isEqualTo(ActionFailure.Kind.FAILED);
        assertThat(kept.message()).contains("it holds data: Data");
        assertThat(stacks.find(HERE, "shop-a")).isPresent();
    }

    @Test
    void aStackThatSomebodyElseChangesIsLeftAlone() throws Exception {
        several(2, 0, List.of(), "a", "b");
        release(template("one", ""), strategy("allAtOnce"));
        verdict = canary -> {
            stacks.updateByAnother("shop-a");
            return new Decision.Continue(clock.instant().plusSeconds(10));
        };

        ActionFailure failure = failed(release(
                template("two", ""),
                strategy("canary").weight(Share.percent(50)).bake(BAKE).judged()));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.SUPERSEDED);
        assertThat(value("shop-a")).isEqualTo("two");
    }

    @Test
    void whoAbandonsItFindsEveryStackAsItWas() throws Exception {
        several(2, 0, List.of(), "a", "b");
        release(template("one", ""), strategy("allAtOnce"));

        abandonedInTheBake();

        assertThat(List.of(value("shop-a"), value("shop-b"))).containsExactly("one", "one");
    }

    @Test
    void whatThereWasNothingOfBeforeAnAbandonedReleaseIsDeleted() throws Exception {
        several(2, 0, List.of(), "a", "b");

        abandonedInTheBake();

        assertThat(stacks.find(HERE, "shop-a")).isEmpty();
        assertThat(stacks.find(HERE, "shop-b")).isEmpty();
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsLeftToThem() throws Exception {
        several(2, 0, List.of(), "a", "b");
        release(template("one", ""), strategy("allAtOnce"));
        whenStopped = () -> stacks.updateByAnother("shop-a");

        List<String> log = abandonedInTheBake();

        assertThat(List.of(value("shop-a"), value("shop-b"))).containsExactly("two", "one");
        assertThat(log).anyMatch(line -> line.contains("Somebody else has changed the stack since"));
    }

    private List<String> abandonedInTheBake() throws Exception {
        ReleaseSettings settings =
                strategy("canary").weight(Share.percent(50)).bake(BAKE).judged().build();
        try (StackFixture fixture = fixture(new InMemoryJournal(), "one", settings)) {
            verdict = canary -> {
                ExecutionId id = fixture.engine
                        .executions(ExecutionQuery.newest(1))
                        .getFirst()
                        .id();
                assertThat(value("shop-a")).isEqualTo("two");
                whenStopped.run();
                fixture.engine.send(id, new Signal.Stop(true, "no more", "ann"));
                return new Decision.Continue(clock.instant().plusSeconds(10));
            };
            ExecutionState end = fixture.run(pipeline(template("two", "")));

            assertThat(end.outcome()).contains(Outcome.STOPPED);
            return List.copyOf(fixture.log);
        }
    }

    private ListenerRuleArn rule() {
        ListenerRuleArn rule = rules.add("shop.example", TrafficShares.NONE);
        twins = Optional.of(new TwinStacks(rule, TwinStacks.USUAL_OUTPUT));
        return rule;
    }

    private static String group(String side) {
        return FakeListenerRules.group("shop-" + side);
    }

    @Test
    void twinsTakeTurns() throws Exception {
        ListenerRuleArn rule = rule();
        succeeded(release(template("one", ""), strategy("blueGreen")));
        assertThat(rules.rule(HERE, rule).orElseThrow().shares()).isEqualTo(TrafficShares.all(group("blue")));

        Map<String, String> outputs =
                succeeded(release(template("two", ""), strategy("canary").judged()));

        assertThat(outputs).containsEntry("LiveStack", "shop-green").containsEntry("TargetGroupArn", group("green"));
        assertThat(rules.rule(HERE, rule).orElseThrow().shares()).isEqualTo(TrafficShares.all(group("green")));
        assertThat(judged).contains("stack shop-green against stack shop-blue");
        assertThat(stacks.find(HERE, "shop-blue")).as("the old one is gone").isEmpty();
        assertThat(value("shop-green")).isEqualTo("two");
    }

    @Test
    void requestsGoBackAtOnceAndTheNewTwinGoesAway() throws Exception {
        ListenerRuleArn rule = rule();
        release(template("one", ""), strategy("blueGreen"));
        verdict = canary -> new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ActionFailure failure =
                failed(release(template("two", ""), strategy("canary").judged()));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(rules.rule(HERE, rule).orElseThrow().shares()).isEqualTo(TrafficShares.all(group("blue")));
        assertThat(stacks.find(HERE, "shop-green")).isEmpty();
        assertThat(value("shop-blue")).isEqualTo("one");
    }

    @Test
    void anOldTwinWithDataIsKeptUnlessDataMayBeLost() throws Exception {
        rule();
        release(template("one", DATA), strategy("blueGreen"));
        succeeded(release(template("two", DATA), strategy("blueGreen")));
        assertThat(stacks.find(HERE, "shop-blue")).isPresent();

        mayLoseData = true;
        succeeded(release(template("three", DATA), strategy("blueGreen")));
        assertThat(value("shop-blue")).isEqualTo("three");
        assertThat(stacks.find(HERE, "shop-green")).isEmpty();
    }

    @Test
    void aTwinThatCannotBeMadeLeavesEverythingAsItWas() throws Exception {
        ListenerRuleArn rule = rule();
        release(template("one", ""), strategy("blueGreen"));
        stacks.fail("Setting", "it broke");

        ActionFailure failure = failed(release(template("two", ""), strategy("blueGreen")));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.code()).isEqualTo("PEN-STACK-035");
        assertThat(rules.rule(HERE, rule).orElseThrow().shares()).isEqualTo(TrafficShares.all(group("blue")));
        assertThat(stacks.find(HERE, "shop-green")).isEmpty();
    }

    @Test
    void aRuleThatSendsRequestsElsewhereIsNotTakenOver() throws Exception {
        ListenerRuleArn rule = rule();
        rules.divideByAnother(rule, TrafficShares.all(FakeListenerRules.group("other")));

        ActionFailure failure = failed(release(template("one", ""), strategy("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-STACK-037");
        assertThat(stacks.effects()).isEmpty();
    }

    @Test
    void aTemplateWithoutTheOutputIsToldAndTakenAway() throws Exception {
        rule();
        ActionFailure failure =
                failed(release(template("one", "").replace("  TargetGroupArn:", "  Other:"), strategy("blueGreen")));

        assertThat(failure.code()).isEqualTo("PEN-STACK-036");
        assertThat(stacks.find(HERE, "shop-blue")).isEmpty();
    }

    @Test
    void aRunnerThatDiesAnywhereLosesNothingAndDoesNothingTwice() throws Exception {
        ListenerRuleArn rule = rule();
        release(template("v0", ""), strategy("blueGreen"));
        ReleaseSettings settings = strategy("canary").judged().build();
        boolean died = true;
        int append = 0;
        while (died) {
            append += 8;
            String version = "v" + append;
            InMemoryJournal durable = new InMemoryJournal();
            FaultyJournal journal = new FaultyJournal(durable);
            journal.dieBefore(append + 1);
            try (StackFixture first = fixture(journal, "first" + append, settings)) {
                first.run(pipeline(template(version, "")));
            } catch (JournalException | ExecutionException e) {
                assertThat(e).hasStackTraceContaining("JournalException");
            }
            died = journal.isDead();
            if (died) {
                ExecutionId id =
                        durable.list(ExecutionQuery.newest(1)).getFirst().id();
                try (StackFixture second = fixture(durable, "second" + append, settings)) {
                    second.engine.resumeAll();
                    assertThat(second.await(id).outcome())
                            .as("dead before append " + (append + 1))
                            .contains(Outcome.SUCCEEDED);
                }
            }
            TrafficShares shares = rules.rule(HERE, rule).orElseThrow().shares();
            String side = shares.equals(TrafficShares.all(group("blue"))) ? "blue" : "green";
            assertThat(shares).as("dead before append " + (append + 1)).isEqualTo(TrafficShares.all(group(side)));
            assertThat(value("shop-" + side)).isEqualTo(version);
            assertThat(stacks.find(HERE, "shop-" + TwinStacks.other(side))).isEmpty();
        }
        assertThat(append).isGreaterThan(24);
    }
}
