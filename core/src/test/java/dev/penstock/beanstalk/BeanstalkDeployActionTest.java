package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeBundles;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BeanstalkDeployActionTest {

    static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    static final OptionName POLICY = new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy");
    static final OptionName SIZE = new OptionName("aws:autoscaling:asg", "MaxSize");

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeEnvironments environments = new FakeEnvironments(clock);
    private final FakeBundles bundles = new FakeBundles();
    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeWebProbe probe = new FakeWebProbe();
    private DeploymentOptions options = DeploymentOptions.DEFAULT;
    private List<String> log = List.of();

    @Test
    void bringsTheArtifactToTheEnvironmentAsAVersion() throws Exception {
        environments.add("shop", "web", "old");

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(bundles.keys()).hasSize(1);
        String label = environments
                .version(AwsScope.OWN, "shop", label())
                .orElseThrow()
                .label();
        assertThat(environments.effects()).containsExactly("version " + label, "update web to " + label);
        assertThat(result(state)).contains("Deployed version " + label);
        assertThat(log).contains("Version: 'old' -> '" + label + "'", "Environment update completed successfully.");
    }

    @Test
    void theSameContentsAreTheSameVersionAndAreNothingToDoInThreeCalls() throws Exception {
        environments.add("shop", "web", "old");
        deploy("one");
        int effects = environments.effects().size();
        int calls = environments.calls().size();

        ExecutionState again = deploy("one");

        assertThat(again.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(result(again)).contains("nothing was changed");
        assertThat(environments.effects()).hasSize(effects);
        assertThat(environments.calls().subList(calls, environments.calls().size()))
                .containsExactly("find", "instances");
    }

    @Test
    void aPolicyThatGoesBackByItselfIsRolledBackByIdentityThoughTheEnvironmentIsReadyAndWell() throws Exception {
        environments.add("shop", "web", "old");
        environments.fail("shop-", "Command failed on instance.", "npm: not found");
        options = with(Map.of(POLICY, "Immutable"));
        // The policy is there before: with it, only the version changes.
        options(Map.of(POLICY, "Immutable"));

        ExecutionState state = deploy("one");

        ActionFailure failure = failure(state);
        assertThat(failure.code()).isEqualTo("PEN-BEANSTALK-013");
        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure.message()).contains("Command failed on instance.");
        assertThat(failure.details()).anyMatch(line -> line.contains("npm: not found"));
        assertThat(environments.effects()).noneMatch(effect -> effect.equals("update web to old"));
    }

    @ParameterizedTest
    @CsvSource({"AllAtOnce", "Rolling", "RollingWithAdditionalBatch"})
    void instancesThatAFailedDeploymentLeavesMixedAreBroughtBack(String policy) throws Exception {
        environments.add("shop", "web", "old");
        options(Map.of(POLICY, policy));
        environments.fail("shop-", "Command failed on instance.", "npm: not found");

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(environments.effects()).endsWith("update web to old");
        assertThat(environments.instances(AwsScope.OWN, id()).orElseThrow().instances())
                .allMatch(instance -> instance.runs("old"));
    }

    @Test
    void whatFailedIsLeftWhereTheSettingsSaySo() throws Exception {
        environments.add("shop", "web", "old");
        environments.fail("shop-", "Command failed on instance.", "");
        options = new DeploymentOptionsBuilder().whenItFails(WhenItFails.LEAVE).build();

        ExecutionState state = deploy("one");

        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-014");
        assertThat(environments.effects()).hasSize(2);
    }

    @Test
    void optionsAndVersionComeTogetherAndGoBackTogether() throws Exception {
        environments.add("shop", "web", "old");
        options(Map.of(SIZE, "2"));
        environments.fail("shop-", "Command failed on instance.", "");
        options = with(Map.of(SIZE, "4"));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(environments.options(AwsScope.OWN, "shop", "web")).containsEntry(SIZE, "2");
        assertThat(environments.effects()).endsWith("update web by template", "update web to old");
        assertThat(environments.templates()).isEmpty();
        assertThat(log).contains("aws:autoscaling:asg MaxSize: '2' -> '4'");
    }

    @Test
    void optionsAreFirstWhereThePlatformDoesNotTakeThemTogether() throws Exception {
        environments.add("shop", "web", "old");
        environments.takeApart();
        options = with(Map.of(SIZE, "4"));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(environments.effects())
                .containsExactly("version " + label(), "update web with 1 options", "update web to " + label());
    }

    @Test
    void variablesAreNeverShown() throws Exception {
        environments.add("shop", "web", "old");
        options = with(Map.of(new OptionName(OptionName.VARIABLES, "TOKEN"), "hush"));

        deploy("one");

        assertThat(log).contains("aws:elasticbeanstalk:application:environment TOKEN: is set");
        assertThat(log).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void waitsForItsTurnWhileSomebodyElseDeploys() throws Exception {
        environments.add("shop", "web", "old");
        environments.deployByAnother("web", "old");

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(log).anyMatch(line -> line.contains("waits for its turn"));
    }

    @Test
    void aForeignDeploymentThatTakesOverIsAnOutcomeOfItsOwn() throws Exception {
        environments.add("shop", "web", "old");

        ExecutionState state =
                deployAnd("one", () -> environments.deployByAnother("web", "theirs"), "Environment update is");

        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-015");
        assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
    }

    @Test
    void aForeignDeploymentThatComesBeforeThePreviousVersionIsBroughtBackStays() throws Exception {
        environments.add("shop", "web", "old");
        environments.addVersion("shop", "theirs");
        environments.fail("shop-", "Command failed on instance.", "no");
        AtomicBoolean deployed = new AtomicBoolean();
        environments.whenCalled(method -> {
            if (method.equals("requestLogs") && !deployed.getAndSet(true)) {
                environments.deployByAnother("web", "theirs");
            }
        });

        ExecutionState state = deploy("one");

        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-015");
        assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(environments.effects()).noneMatch(effect -> effect.equals("update web to old"));
    }

    @Test
    void aForeignDeploymentThatEndsWhileTheVersionIsMadeIsWhatAFailureGoesBackTo() throws Exception {
        environments.add("shop", "web", "old");
        environments.addVersion("shop", "theirs");
        environments.fail("shop-", "Command failed on instance.", "no");
        AtomicBoolean deployed = new AtomicBoolean();
        environments.whenCalled(method -> {
            if (method.equals("createVersion") && !deployed.getAndSet(true)) {
                environments.settleOn("web", "theirs");
            }
        });

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(environments.effects()).endsWith("update web to theirs");
    }

    @Test
    void whoAbandonsTheActionAbortsTheUpdateAndItCountsWhenTheEnvironmentIsReadyAgain() throws Exception {
        environments.add("shop", "web", "old");
        assertThat(abandonedAt("update is starting").outcome()).contains(Outcome.STOPPED);
        assertThat(environments.effects()).endsWith("abort web");
        Environment web = environments.find(AwsScope.OWN, "web").orElseThrow();
        assertThat(web.status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(web.versionLabel()).isEqualTo("old");
    }

    @Test
    void healthThatNobodyKnowsIsInconclusiveAndPoorHealthGoesBack() throws Exception {
        environments.add("shop", "web", "old");
        environments.weaken("shop-", HealthStatus.NO_DATA);
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-016");

        environments.weaken("shop-", HealthStatus.SEVERE);
        ExecutionState poor = deploy("two");
        assertThat(poor.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(poor).message()).contains("its health is Severe");
    }

    @Test
    void basicHealthIsJudgedByTheEnvironmentAlone() throws Exception {
        environments.add("shop", "web", "old");
        environments.forgetInstances("web");

        assertThat(deploy("one").outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void makesApplicationAndEnvironmentWhereTheyAreMissing() throws Exception {
        options = creating("64bit Amazon Linux 2023 * running docker");

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(environments.effects())
                .containsExactly("application shop", "version " + label(), "create web with " + label());
        assertThat(log).contains("Platform: 64bit Amazon Linux 2023 v4.3.0 running Docker");
    }

    @Test
    void whatCannotGoWellIsRefusedBeforeAnythingIsChanged() throws Exception {
        ActionFailure unknown = failure(deploy("one"));
        assertThat(unknown.code()).isEqualTo("PEN-BEANSTALK-008");
        assertThat(unknown.message()).contains("there is no such application");
        environments.add("shop", "shop-web", "old");
        assertThat(failure(deploy("one")).message()).contains("the application has 'shop-web'");
        environments.add("other", "web", "old");
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-009");
        environments.terminate(AwsScope.OWN, id());
        clock.advance(Duration.ofMinutes(5));
        environments.add("shop", "web", "old");
        environments.terminate(AwsScope.OWN, id());
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-010");
        clock.advance(Duration.ofMinutes(5));
        ActionFailure gone = failure(deploy("one"));
        assertThat(gone.code()).isEqualTo("PEN-BEANSTALK-010");
        assertThat(gone.message()).contains("was terminated at");
        assertThat(environments.effects()).containsExactly("terminate web", "terminate web");
    }

    @Test
    void platformsThatAreRetiredOrUnknownAreNamed() throws Exception {
        options = creating("*Multi-container Docker");
        assertThat(failure(deploy("one")).message()).contains("is retired");
        options = creating("*Cobol*");
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-018");
    }

    @Test
    void aLabelOfAnotherBundleABucketOfAnotherOwnerAndASpoiltVersionAreEachTheirOwnFailure() throws Exception {
        environments.add("shop", "web", "old");
        options = new DeploymentOptionsBuilder().bucket("foreign-bucket").build();
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-007");
        options = DeploymentOptions.DEFAULT;
        environments.spoil("shop-");
        ActionFailure spoilt = failure(deploy("one"));
        assertThat(spoilt.code()).isEqualTo("PEN-BEANSTALK-006");
        assertThat(spoilt.details()).anyMatch(line -> line.contains(".ebextensions/a.config"));
        environments.createVersion(
                AwsScope.OWN,
                new NewVersion("shop", labelOf("two"), "", new BundleLocation("b", "other.zip"), Map.of()));
        assertThat(failure(deploy("two")).code()).isEqualTo("PEN-BEANSTALK-005");
    }

    @Test
    void patienceWithABusyEnvironmentEnds() throws Exception {
        environments.add("shop", "web", "old");
        environments.deployByAnother("web", "theirs");
        options =
                new DeploymentOptionsBuilder().patience(Duration.ofSeconds(10)).build();
        assertThat(failure(deploy("one")).code()).isEqualTo("PEN-BEANSTALK-012");
    }

    @Test
    void aPairChangesPlacesOnlyWhenTheNewOneIsWell() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = blueGreen(Duration.ofMinutes(10));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(environments.effects())
                .containsExactly(
                        "version " + label(),
                        "create web-green with " + label(),
                        "swap web and web-green",
                        "terminate web");
        assertThat(environments.find(AwsScope.OWN, "web-green").orElseThrow().cname())
                .startsWith("shop.");
        assertThat(environments.templates()).isEmpty();
    }

    @Test
    void aPairStaysAsItIsWhenTheNewOneFails() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        environments.fail("shop-", "Instance failed.", "");
        options = blueGreen(Duration.ofMinutes(10));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(environments.effects()).endsWith("terminate web-green");
        assertThat(environments.find(AwsScope.OWN, "web").orElseThrow().cname()).startsWith("shop.");
    }

    @Test
    void aPairChangesBackWhenTheNewOneBecomesIllWhileTheOldOneIsKept() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = blueGreen(Duration.ofMinutes(10));

        ExecutionState state =
                deployAnd("one", () -> environments.become("web-green", HealthStatus.SEVERE), "takes the host name");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(environments.effects()).endsWith("swap web and web-green", "swap web and web-green");
        assertThat(environments.find(AwsScope.OWN, "web").orElseThrow().cname()).startsWith("shop.");
    }

    @Test
    void aPairChangesPlacesOnlyWhenTheNewOneAnswersAsItShould() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = warm(new WarmCheck("/health", 204, 3));
        probe.answer(new WebProbe.Answer.None("no connection"));
        probe.answer(new WebProbe.Answer.Status(503));
        probe.answer(new WebProbe.Answer.Status(204));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(probe.asked())
                .hasSize(3)
                .allMatch(page ->
                        page.getPath().equals("/health") && page.getHost().startsWith("web-green."));
    }

    @Test
    void usersNeverGetWhatDoesNotAnswerAsItShould() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = warm(new WarmCheck("/health", 200, 2));
        probe.answerAlways(new WebProbe.Answer.Status(302));

        ExecutionState state = deploy("one");

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure(state).message())
                .contains("Users have the environment 'web' as before")
                .contains("/health answers 302 after 2 attempts, and 200 is expected");
        assertThat(environments.effects())
                .endsWith("create web-green with " + label(), "terminate web-green")
                .noneMatch(effect -> effect.startsWith("swap"));
    }

    @Test
    void whoAbandonsTheActionWhileTheOldOneIsKeptChangesBack() throws Exception {
        environments.add("shop", "web", "old");
        environments.nameHost("web", "shop");
        options = blueGreen(Duration.ofMinutes(10));

        ExecutionState state = abandonedAt("takes the host name");

        assertThat(state.outcome()).contains(Outcome.STOPPED);
        assertThat(environments.effects())
                .endsWith("swap web and web-green", "swap web and web-green")
                .doesNotContain("terminate web");
        assertThat(environments.find(AwsScope.OWN, "web").orElseThrow().cname()).startsWith("shop.");
    }

    @Test
    void oldVersionsArePrunedAndNeverOneInUseNorTheLast() throws Exception {
        environments.add("shop", "web", "old");
        options = keeping(1);
        deploy("one");
        deploy("two");
        deploy("three");

        assertThat(environments.versions(AwsScope.OWN, "shop"))
                .extracting(ApplicationVersion::label)
                .containsExactly(labelOf("three"), labelOf("two"), "old");
        assertThat(environments.effects()).contains("delete version " + labelOf("one"));
    }

    @Test
    void aBundleThatAnotherApplicationHasStaysWhenItsVersionIsPruned() throws Exception {
        environments.add("shop", "web", "old");
        environments.add("other", "other-web", "old");
        options = keeping(1);
        deploy("one");
        BundleLocation bundle = environments
                .version(AwsScope.OWN, "shop", labelOf("one"))
                .flatMap(ApplicationVersion::bundle)
                .orElseThrow();
        environments.createVersion(AwsScope.OWN, new NewVersion("other", "same", "", bundle, Map.of()));
        deploy("two");
        deploy("three");

        assertThat(environments.effects()).contains("delete version " + labelOf("one") + " without its bundle");
    }

    @Test
    void versionsThatAreYoungEnoughStayHoweverManyThereAre() throws Exception {
        environments.add("shop", "web", "old");
        options = keeping(new VersionRetention(OptionalInt.of(1), Optional.of(Duration.ofDays(30))));
        deploy("one");
        deploy("two");
        clock.advance(Duration.ofDays(29));
        deploy("three");
        assertThat(environments.effects()).noneMatch(effect -> effect.startsWith("delete"));
        clock.advance(Duration.ofDays(2));
        deploy("four");
        assertThat(environments.effects())
                .filteredOn(effect -> effect.startsWith("delete"))
                .containsExactlyInAnyOrder("delete version " + labelOf("one"), "delete version " + labelOf("two"));
    }

    private String id() {
        return environments.find(AwsScope.OWN, "web").orElseThrow().id();
    }

    private void options(Map<OptionName, String> given) {
        environments.update(AwsScope.OWN, new EnvironmentUpdate(id(), Optional.empty(), given, Optional.empty()));
        try {
            clock.advance(Duration.ofMinutes(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ExecutionState abandonedAt(String whenLogged) throws Exception {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        try (var fixture = fixture()) {
            fixture.whenLogged = line -> {
                if (line.contains(whenLogged)) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                started.complete(fixture.engine.start(pipeline("one"), StartRequest.by("ann")));
            }
            return fixture.await(started.join());
        }
    }

    private String label() {
        return environments.versions(AwsScope.OWN, "shop").stream()
                .map(ApplicationVersion::label)
                .filter(label -> label.startsWith("shop-"))
                .findFirst()
                .orElseThrow();
    }

    private String labelOf(String content) throws Exception {
        var store = new InMemoryArtifactStore();
        Path zip = folder.resolve("label.zip");
        new dev.penstock.artifact.BundleWriter().file("index.html", content).write(zip);
        return "shop-" + store.put(zip).digest().abbreviated();
    }

    private ExecutionState deploy(String content) throws Exception {
        return deployAnd(content, () -> {}, "no such line");
    }

    private ExecutionState deployAnd(String content, Runnable then, String whenLogged) throws Exception {
        try (var fixture = fixture()) {
            fixture.whenLogged = line -> {
                if (line.contains(whenLogged)) {
                    then.run();
                }
            };
            ExecutionState state = fixture.run(pipeline(content));
            log = List.copyOf(fixture.log);
            return state;
        }
    }

    private StackFixture fixture() {
        return StackFixture.of(
                new InMemoryJournal(),
                clock,
                folder,
                new InMemoryArtifactStore(),
                List.of(new BeanstalkDeployAction(
                        new BeanstalkPlatform(
                                environments, bundles, new FakeImageRegistry(), new FakeStacks(), rules, probe),
                        action -> options)),
                List.of(environments.reader()));
    }

    private static Pipeline pipeline(String content) {
        return StackFixture.pipelineOf(
                "ElasticBeanstalk",
                Map.of("index.html", content),
                Map.of("ApplicationName", "shop", "EnvironmentName", "web"));
    }

    static String result(ExecutionState state) {
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result().summary();
    }

    static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    static DeploymentOptions with(Map<OptionName, String> values) {
        return new DeploymentOptionsBuilder().options(values).build();
    }

    static DeploymentOptions creating(String platform) {
        return new DeploymentOptionsBuilder().creating(platform).build();
    }

    static DeploymentOptions blueGreen(Duration keep) {
        return new DeploymentOptionsBuilder()
                .blueGreen(new BlueGreen("shop", keep))
                .build();
    }

    private static DeploymentOptions warm(WarmCheck check) {
        return new DeploymentOptionsBuilder()
                .blueGreen(new BlueGreen("shop", Duration.ofMinutes(10), Optional.of(check)))
                .build();
    }

    private static DeploymentOptions keeping(int versions) {
        return keeping(new VersionRetention(OptionalInt.of(versions), Optional.empty()));
    }

    private static DeploymentOptions keeping(VersionRetention retention) {
        return new DeploymentOptionsBuilder().keeping(retention).build();
    }
}
