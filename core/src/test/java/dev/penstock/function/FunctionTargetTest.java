package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Parking;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.DeployEngine;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.journal.RunnerId;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases of a function to an alias. */
@Timeout(60)
final class FunctionTargetTest {

    private static final Map<String, String> LIVE = Map.of("FunctionAlias", FunctionFixture.ALIAS);

    @TempDir
    Path folder;

    private FunctionFixture fixture;

    @BeforeEach
    void open() {
        fixture = new FunctionFixture(folder);
    }

    private static Map<String, String> live(String strategy) {
        return Map.of("FunctionAlias", FunctionFixture.ALIAS, "DeployStrategy", strategy);
    }

    @Test
    void whereLooksCostACanaryIsGivenBackBetweenThemWhileItBakes() throws Exception {
        var journal = new InMemoryJournal();
        var runner = journal.register(new RunnerId("function"));
        int calls = 0;
        try (DeployEngine deploying = fixture.engine(
                journal,
                "function",
                Optional.empty(),
                builder -> builder.registration(runner)
                        .betweenLooks(Duration.ofSeconds(30))
                        .parking(Parking.of(Duration.ofSeconds(11), Duration.ofMinutes(1))))) {
            ExecutionId id = deploying.engine.start(
                    FunctionFixture.pipeline(Map.of("index.py", "two"), live("Canary10Percent30Minutes")),
                    StartRequest.by("ann"));
            fixture.clock.awaitIdle();
            while (deploying.engine.state(id).orElseThrow().outcome().isEmpty()) {
                fixture.clock.at(journal.nextDue().orElseThrow(), () -> {});
                fixture.clock.awaitIdle();
                journal.takeDue(runner.runner(), fixture.clock.instant(), 1).forEach(deploying.engine::drive);
                fixture.clock.awaitIdle();
                calls++;
            }
            assertThat(deploying.engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(calls).as("calls for half an hour").isBetween(60, 65);
    }

    private AliasRouting routing() {
        return fixture.functions.routing(fixture.orders, FunctionFixture.ALIAS);
    }

    /** Does something the first time that the release says something. */
    private void when(String said, Runnable then) {
        fixture.whenProgressed = new java.util.function.Consumer<>() {
            private boolean done;

            @Override
            public void accept(String summary) {
                if (!done && summary.contains(said)) {
                    done = true;
                    then.run();
                }
            }
        };
    }

    @Test
    void publishesTheCodeAndSendsAllCallsToIt() throws Exception {
        ExecutionState end = fixture.released("two", LIVE);

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.functions.effects()).containsExactly("code", "publish 2", "route live version 2");
        assertThat(FunctionFixture.result(end).variables()).containsEntry("FunctionVersion", "2");
        assertThat(FunctionFixture.result(end).deployments().getFirst().version())
                .isEqualTo("version 2");
    }

    @Test
    void aCanaryHasItsShareForItsTime() throws Exception {
        ExecutionState end = fixture.released("two", live("Canary10Percent5Minutes"));

        assertThat(fixture.functions.effects())
                .containsExactly(
                        "code", "publish 2", "route live version 1 and 10 % to version 2", "route live version 2");
        Map<String, String> variables = FunctionFixture.result(end).variables();
        // The code takes a moment to be changed; then five minutes, and nothing more.
        assertThat(Instant.parse(variables.get("TrafficMovedAt")))
                .isBetween(Instant.parse("2026-03-02T12:05:02Z"), Instant.parse("2026-03-02T12:05:10Z"));
        assertThat(fixture.clock.instant()).isBefore(Instant.parse("2026-03-02T12:05:15Z"));
    }

    @Test
    void linearStepsAreEqualAndTheLastOneTakesTheRest() throws Exception {
        fixture.released("two", live("Linear30PercentEvery1Minute"));

        assertThat(fixture.functions.effects())
                .containsExactly(
                        "code",
                        "publish 2",
                        "route live version 1 and 30 % to version 2",
                        "route live version 1 and 60 % to version 2",
                        "route live version 1 and 90 % to version 2",
                        "route live version 2");
    }

    @Test
    void settingsMaySayAnyRamp() throws Exception {
        fixture.released(
                "two",
                ReleaseSettingsBuilder.of("ramp")
                        .steps(List.of(
                                new Step(new Share(5), Duration.ofMinutes(1), false),
                                new Step(new Share(125), Duration.ofMinutes(1), false)))
                        .build());

        assertThat(fixture.functions.effects())
                .endsWith(
                        "route live version 1 and 0.5 % to version 2",
                        "route live version 1 and 12.5 % to version 2", "route live version 2");
    }

    @Test
    void settingsMayNameAConfigurationOfCodeDeploy() throws Exception {
        fixture.released("two", ReleaseSettings.of("CodeDeployDefault.LambdaCanary10Percent30Minutes"));

        assertThat(fixture.functions.effects())
                .endsWith("route live version 1 and 10 % to version 2", "route live version 2");
        assertThat(fixture.clock.instant())
                .isBetween(Instant.parse("2026-03-02T12:30:00Z"), Instant.parse("2026-03-02T12:30:15Z"));
    }

    @Test
    void codeThatIsLiveIsNotReleasedAgain() throws Exception {
        fixture.released("two", LIVE);
        int before = fixture.functions.effects().size();

        ExecutionState again = fixture.released("two", live("Canary10Percent5Minutes"));

        assertThat(again.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(FunctionFixture.result(again).variables()).containsEntry("FunctionVersion", "2");
        assertThat(fixture.functions.effects()).hasSize(before);
    }

    @Test
    void aVersionThatWasPublishedIsReleasedAsItIs() throws Exception {
        fixture.released("two", Map.of());
        ExecutionState end = fixture.run(
                FunctionFixture.pipeline(
                        Map.of("index.py", "never used"),
                        Map.of("FunctionAlias", FunctionFixture.ALIAS, "PublishedTargetVersion", "2")),
                Optional.empty());

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.functions.effects()).containsExactly("code", "publish 2", "route live version 2");
    }

    @Test
    void withoutAnAliasTheCodeIsPublishedAndThatIsAll() throws Exception {
        ExecutionState end = fixture.released("two", Map.of());

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.functions.effects()).containsExactly("code", "publish 2");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
    }

    private void refusedAtTheStart(ExecutionState end, String code, String text) {
        assertThat(FunctionFixture.failure(end).code()).isEqualTo(code);
        assertThat(FunctionFixture.failure(end).message()).contains(text);
        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(fixture.functions.effects()).isEmpty();
    }

    @Test
    void whatIsNotThereIsToldBeforeAnythingIsChanged() throws Exception {
        refusedAtTheStart(
                fixture.released("two", Map.of("FunctionName", "nowhere")), "PEN-LAMBDA-001", "no function 'nowhere'");
        refusedAtTheStart(
                fixture.released("two", Map.of("FunctionAlias", "nobody")),
                "PEN-LAMBDA-002",
                "no alias 'nobody' of function 'orders'");
        refusedAtTheStart(
                fixture.run(
                        FunctionFixture.pipeline(
                                Map.of("index.py", "two"),
                                Map.of("FunctionAlias", FunctionFixture.ALIAS, "PublishedTargetVersion", "7")),
                        Optional.empty()),
                "PEN-LAMBDA-009",
                "has no version 7");
    }

    @Test
    void anAliasOfTwoVersionsIsSomebodysDeployment() throws Exception {
        fixture.functions.routeByAnother(
                fixture.orders, FunctionFixture.ALIAS, new AliasRouting("1", Map.of("0", 0.2)));

        refusedAtTheStart(
                fixture.released("two", LIVE), "PEN-LAMBDA-003", "sends calls to version 1 and 20 % to version 0");
    }

    @Test
    void anAliasOfTheLatestVersionCannotBeGoneBackTo() throws Exception {
        fixture.functions.routeByAnother(
                fixture.orders, FunctionFixture.ALIAS, AliasRouting.all(FunctionVersion.LATEST));

        refusedAtTheStart(fixture.released("two", LIVE), "PEN-LAMBDA-003", "$LATEST");
    }

    @Test
    void anAlarmThatIsOnIsToldBeforeAnythingIsChanged() throws Exception {
        fixture.alarms = List.of("errors");

        refusedAtTheStart(
                fixture.released("two", Map.of("FunctionAlias", FunctionFixture.ALIAS, "Alarms", "slow, errors")),
                "PEN-LAMBDA-004",
                "errors is in ALARM");
    }

    @Test
    void anAlarmWhileItBakesSendsCallsBack() throws Exception {
        when("bake", () -> fixture.alarms = List.of("errors"));

        ExecutionState end = fixture.released(
                "two",
                Map.of(
                        "FunctionAlias", FunctionFixture.ALIAS,
                        "DeployStrategy", "Canary10Percent5Minutes",
                        "Alarms", "errors"));

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-013");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
    }

    @Test
    void aVerdictThatItIsWorseSendsCallsBack() throws Exception {
        fixture.verdict = gone -> gone.compareTo(Duration.ofSeconds(40)) < 0
                ? new Decision.Continue(Instant.MAX)
                : new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end = fixture.released(
                "two", ReleaseSettingsBuilder.of("canary").judged().build());

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(FunctionFixture.failure(end).message()).contains("version 2 against version 1 at 10 %");
        assertThat(fixture.functions.effects()).endsWith("route live version 1");
    }

    @Test
    void aVerdictJudgesAlsoWhatTheDefinitionAloneSays() throws Exception {
        fixture.hasVerdict = true;
        fixture.verdict = gone -> new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end = fixture.released("two", live("Canary10Percent5Minutes"));

        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
    }

    @Test
    void weightsThatSomebodyElseSetsAreNotOverwritten() throws Exception {
        AliasRouting theirs = AliasRouting.split("2", 0.5, "1");
        when("bake", () -> fixture.functions.routeByAnother(fixture.orders, FunctionFixture.ALIAS, theirs));

        ExecutionState end = fixture.released("two", live("Canary10Percent5Minutes"));

        assertThat(end.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-012");
        assertThat(FunctionFixture.failure(end).message())
                .contains("they go to version 1 and 50 % to version 2", "had sent them to version 1 and 10 %");
        assertThat(routing()).isEqualTo(theirs);
        // It is seen by watching the alias, not only when it bakes to its end.
        assertThat(fixture.clock.instant()).isBefore(Instant.parse("2026-03-02T12:01:00Z"));
    }

    @Test
    void aDeploymentThatCameInBetweenSupersedes() throws Exception {
        when(
                "version 2 is ready",
                () -> fixture.functions.routeByAnother(fixture.orders, FunctionFixture.ALIAS, AliasRouting.all("2")));

        ExecutionState end = fixture.released("two", live("Canary10Percent5Minutes"));

        assertThat(end.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(routing()).isEqualTo(AliasRouting.all("2"));
    }

    @Test
    void codeThatLambdaCannotTakeIsNotPublished() throws Exception {
        fixture.functions.breakUpdates(fixture.orders);

        ExecutionState end = fixture.released("two", LIVE);

        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-008");
        assertThat(FunctionFixture.failure(end).message()).contains("media type is not supported");
        assertThat(fixture.functions.effects()).containsExactly("code");
    }

    @Test
    void aVersionThatDoesNotBecomeActiveGetsNoCall() throws Exception {
        fixture.functions.breakVersions(fixture.orders, "InvalidImage: The image cannot be read.");

        ExecutionState end = fixture.released("two", LIVE);

        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-010");
        assertThat(FunctionFixture.failure(end).message()).contains("FAILED", "The image cannot be read.");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
    }

    @Test
    void codeThatSomebodyElseChangesInTheMiddleIsNotPublished() throws Exception {
        when("code is changed", () -> fixture.functions.changeCodeByAnother(fixture.orders, "theirs"));

        ExecutionState end = fixture.released("two", LIVE);

        assertThat(end.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-007");
        assertThat(fixture.functions.effects()).containsExactly("code");
    }

    @Test
    void theTestEventMustNotEndWithAnError() throws Exception {
        fixture.event = Optional.of("{\"order\":7}");
        fixture.functions.failInvocations(fixture.orders, "2", "{\"errorMessage\":\"no such table\"}");

        ExecutionState end = fixture.released("two", LIVE);

        assertThat(FunctionFixture.failure(end).code()).isEqualTo("PEN-LAMBDA-011");
        assertThat(FunctionFixture.failure(end).message()).contains("no such table");
        assertThat(fixture.functions.effects()).containsExactly("code", "publish 2", "invoke 2");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
    }

    @Test
    void aRequestMustBeAnsweredWithItsStatus() throws Exception {
        // The function answers with the event that it gets, which has no status: as its body, with 200.
        ExecutionState good = fixture.released(
                "two",
                ReleaseSettingsBuilder.of("blueGreen")
                        .test(new WarmCheck("/health", 200, 1))
                        .build());
        assertThat(good.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.log).contains("Version 2 answered a request for /health with 200.");

        ExecutionState bad = fixture.released(
                "three",
                ReleaseSettingsBuilder.of("blueGreen")
                        .test(new WarmCheck("/health", 204, 1))
                        .build());
        assertThat(FunctionFixture.failure(bad).message()).contains("the status 204 was expected");
        assertThat(routing()).isEqualTo(AliasRouting.all("2"));
    }

    @Test
    void whatIsTooLargeToBeSentGoesThroughABucket() throws Exception {
        fixture.largestSent = 10;
        ExecutionState without = fixture.released("two", LIVE);
        refusedAtTheStart(without, "PEN-LAMBDA-005", "'artifacts.bucket'");

        fixture.place = Optional.of(new BundlePlace("foreign-bucket", ""));
        refusedAtTheStart(fixture.released("two", LIVE), "PEN-LAMBDA-005", "it belongs to another account");

        fixture.place = Optional.of(new BundlePlace("deployments", "shop"));
        assertThat(fixture.released("two", LIVE).outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.bundles.keys()).hasSize(1);
    }

    @Test
    void anImageIsDeployedByItsDigest() throws Exception {
        FunctionName packed = fixture.functions.add("packed", PackageType.IMAGE, FunctionFixture.ALIAS);
        Digest digest = Digest.of(new byte[] {1});
        String repository = FakeImageRegistry.HOST + "/packed";
        fixture.registry.create("packed");
        fixture.registry.put("packed", "v2", digest);

        fixture.run(
                FunctionFixture.pipeline(
                        Map.of("imageDetail.json", "{\"ImageURI\":\"" + repository + ":v2\"}"),
                        Map.of("FunctionName", "packed", "FunctionAlias", FunctionFixture.ALIAS)),
                Optional.empty());

        assertThat(fixture.functions
                        .version(dev.penstock.action.AwsScope.OWN, packed, "2")
                        .codeSha256())
                .isEqualTo(digest.hex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"ImageURI\":\"\"}",
                "{\"ImageURI\":\"no image\"}",
                "{\"ImageURI\":\"example.com/packed:v1\"}"
            })
    void anImageThatIsNotNamedOrNotThereIsRefused(String detail) throws Exception {
        fixture.functions.add("packed", PackageType.IMAGE, FunctionFixture.ALIAS);

        ExecutionState end = fixture.run(
                FunctionFixture.pipeline(
                        Map.of(detail.isEmpty() ? "other" : "imageDetail.json", detail.isEmpty() ? "text" : detail),
                        Map.of("FunctionName", "packed")),
                Optional.empty());

        refusedAtTheStart(end, "PEN-LAMBDA-006", "Nothing was changed.");
    }

    @Test
    void whoAbandonsItSendsCallsBack() throws Exception {
        try (Engine engine = fixture.engine(new InMemoryJournal(), "one", Optional.empty()).engine) {
            ExecutionId id = engine.start(
                    FunctionFixture.pipeline(Map.of("index.py", "two"), live("Canary10Percent5Minutes")),
                    StartRequest.by("ann"));
            when("bake", () -> engine.send(id, new Signal.Stop(true, "wrong button", "ann")));
            engine.whenEnded(id).get(30, TimeUnit.SECONDS);
        }

        assertThat(fixture.functions.effects())
                .endsWith("route live version 1 and 10 % to version 2", "route live version 1");
    }

    static Stream<Arguments> deaths() {
        return Stream.of("healthy", "alarm", "superseded")
                .flatMap(course -> RunnerDeath.between(1, 22).map(death -> Arguments.of(course, death)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(String course, RunnerDeath death) throws Exception {
        AliasRouting theirs = AliasRouting.all("0");
        switch (course) {
            case "alarm" -> when("bake", () -> fixture.alarms = List.of("errors"));
            case "superseded" ->
                when("bake", () -> fixture.functions.routeByAnother(fixture.orders, FunctionFixture.ALIAS, theirs));
            default -> {}
        }

        Optional<ExecutionState> end = death.survived(
                FunctionFixture.pipeline(
                        Map.of("index.py", "two"),
                        Map.of(
                                "FunctionAlias", FunctionFixture.ALIAS,
                                "DeployStrategy", "Canary10Percent5Minutes",
                                "Alarms", "errors")),
                (journal, runner) -> fixture.engine(journal, runner, Optional.empty()).engine,
                () -> fixture.clock.advance(Duration.ofMinutes(1)));

        List<String> effects = fixture.functions.effects();
        if (end.isEmpty()) {
            assertThat(effects).isEmpty();
            return;
        }
        assertThat(effects).doesNotHaveDuplicates();
        switch (course) {
            case "alarm" -> {
                assertThat(end.get().outcome()).contains(Outcome.ROLLED_BACK);
                assertThat(routing()).isEqualTo(AliasRouting.all("1"));
            }
            case "superseded" -> {
                assertThat(end.get().outcome()).contains(Outcome.SUPERSEDED);
                assertThat(routing()).isEqualTo(theirs);
            }
            default -> {
                assertThat(end.get().outcome()).contains(Outcome.SUCCEEDED);
                assertThat(effects)
                        .containsExactly(
                                "code",
                                "publish 2",
                                "route live version 1 and 10 % to version 2",
                                "route live version 2");
            }
        }
    }
}
