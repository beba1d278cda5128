package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.DeploymentOptions.Acceptance;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.beanstalk.DeploymentOptions.WhenStopped;
import dev.penstock.beanstalk.bundle.BundleChoice;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
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
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests are moved between two environments by the weights of a rule. */
@Timeout(60)
class RampTest {

    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final Map<OptionName, String> SHARED = Map.of(
            new OptionName(ENVIRONMENT, "LoadBalancerType"), "application",
            new OptionName(ENVIRONMENT, "LoadBalancerIsShared"), "true",
            new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer"), FakeListenerRules.LOAD_BALANCER);

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(BeanstalkDeployActionTest.NOON);
    private final FakeEnvironments environments = new FakeEnvironments(clock);
    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeWebProbe probe = new FakeWebProbe();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final ListenerRuleArn users = rules.add("shop.example.com", TrafficShares.all(BLUE));
    private WhenItFails whenItFails = WhenItFails.RESTORE;
    private List<String> log = List.of();

    @BeforeEach
    void prepare() throws Exception {
        rules.add("web.us-east-1.elasticbeanstalk.com", TrafficShares.all(BLUE));
        rules.add("web-green.us-east-1.elasticbeanstalk.com", TrafficShares.all(GREEN));
        environments.add("shop", "web", "old");
        options(SHARED);
    }

    private void options(Map<OptionName, String> given) throws InterruptedException {
        String id = environments.find(AwsScope.OWN, "web").orElseThrow().id();
        environments.update(AwsScope.OWN, new EnvironmentUpdate(id, Optional.empty(), given, Optional.empty()));
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void requestsAreMovedStepByStepAndTheOldEnvironmentLeavesTheRuleBeforeItEnds() throws Exception {
        ExecutionState state = deploy();

        assertThat(state.outcome()).as(told(state)).contains(Outcome.SUCCEEDED);
        assertThat(rules.divided())
                .containsExactly(
                        TrafficShares.split(GREEN, 10, BLUE),
                        TrafficShares.split(GREEN, 50, BLUE),
                        TrafficShares.split(GREEN, 100, BLUE),
                        TrafficShares.all(GREEN));
        assertThat(environments.effects()).endsWith("terminate web").noneMatch(effect -> effect.startsWith("swap"));
        assertThat(log).contains("10 % of requests go to 'web-green'.", "Terminates 'web', which was live before.");
        assertThat(probe.asked()).hasSize(1);

        ExecutionState again = deploy();
        assertThat(again.outcome()).as(told(again)).contains(Outcome.SUCCEEDED);
        assertThat(rules.divided()).hasSize(4);
    }

    @Test
    void whatDoesNotAnswerAsItShouldNeverGetsARequest() throws Exception {
        probe.answerAlways(new WebProbe.Answer.Status(503));

        ExecutionState state = deploy();

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(rules.divided()).isEmpty();
        assertThat(environments.effects()).endsWith("terminate web-green");
    }

    @Test
    void requestsAreNeverMovedToFewerHealthyTargetsThanTheyNeed() throws Exception {
        rules.become(GREEN, 1);

        ExecutionState state = deploy();

        assertThat(state.outcome()).as(told(state)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(state).message())
                .contains("1 of its 2 targets are healthy, and 100 % of requests need 2")
                .contains("Users have the environment 'web' as before");
        assertThat(rules.divided())
                .containsExactly(
                        TrafficShares.split(GREEN, 10, BLUE),
                        TrafficShares.split(GREEN, 50, BLUE),
                        TrafficShares.all(BLUE));
        assertThat(environments.effects()).doesNotContain("terminate web");
    }

    @Test
    void allRequestsGoBackAtOnceWhenTheNewEnvironmentBecomesIll() throws Exception {
        ExecutionState state = deploy("50 % of requests", () -> environments.become("web-green", HealthStatus.SEVERE));

        assertThat(state.outcome()).as(told(state)).contains(Outcome.ROLLED_BACK);
        assertThat(failure(state).message()).contains("its health became Severe with 50 % of requests");
        assertThat(rules.shares(users)).isEqualTo(TrafficShares.all(BLUE));
    }

    @Test
    void whatTurnsOutIllIsLeftWhereTheSettingsSaySo() throws Exception {
        whenItFails = WhenItFails.LEAVE;

        ExecutionState state = deploy("10 % of requests", () -> environments.become("web-green", HealthStatus.SEVERE));

        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-045");
        assertThat(rules.shares(users)).isEqualTo(TrafficShares.split(GREEN, 10, BLUE));
        assertThat(failure(deploy()).code()).isEqualTo("PEN-BEANSTALK-046");
    }

    @Test
    void requestsStayWhereTheyAreWhenThePreviousEnvironmentHasNoHealthyTargetAnyMore() throws Exception {
        ExecutionState state = deploy(
                "50 % of requests",
                () -> {
                    environments.become("web-green", HealthStatus.SEVERE);
                    rules.become(BLUE, 0);
                });

        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-045");
        assertThat(failure(state).message()).contains("of the previous environment 0 of its 2 targets are healthy");
        assertThat(rules.shares(users)).isEqualTo(TrafficShares.split(GREEN, 50, BLUE));
    }

    @Test
    void clientsThatStayWithTheirTargetGroupAreWarnedOf() throws Exception {
        rules.replace(new ListenerRule(
                users.text(),
                false,
                List.of("shop.example.com"),
                List.of(),
                ListenerRule.Does.FORWARD,
                TrafficShares.all(BLUE),
                Optional.of(Duration.ofHours(1))));

        assertThat(deploy().outcome()).contains(Outcome.SUCCEEDED);
        assertThat(log).anyMatch(line -> line.contains("keeps each client with the target group"));
    }

    @Test
    void aRuleThatShowsItsOldWeightsForAWhileIsLookedAtAgain() throws Exception {
        rules.lag(2);

        assertThat(deploy().outcome()).contains(Outcome.SUCCEEDED);
        assertThat(rules.shares(users)).isEqualTo(TrafficShares.all(GREEN));
    }

    @Test
    void aRuleThatRedirectsIsNotMadeToForward() throws Exception {
        rules.replace(new ListenerRule(
                users.text(),
                false,
                List.of("shop.example.com"),
                List.of(),
                ListenerRule.Does.REDIRECT,
                TrafficShares.NONE,
                Optional.empty()));

        assertThat(failure(deploy()).message()).contains("redirects requests").contains("Nothing was changed.");
        assertThat(rules.divided()).isEmpty();
    }

    @Test
    void weightsThatSomebodyElseHasSetStayAndAreAnOutcomeOfTheirOwn() throws Exception {
        TrafficShares theirs = TrafficShares.split(GREEN, 33, BLUE);

        ExecutionState state = deploy("10 % of requests", () -> rules.divideByAnother(users, theirs));

        assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(failure(state).code()).isEqualTo("PEN-BEANSTALK-044");
        assertThat(failure(state).message()).contains("33 % to targetgroup/green");
        assertThat(rules.shares(users)).isEqualTo(theirs);
        assertThat(environments.effects()).noneMatch(effect -> effect.startsWith("terminate"));
    }

    @Test
    void whoAbandonsTheActionHasAllRequestsBack() throws Exception {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.contains("50 % of requests")) {
                    fixture.engine.send(started.join(), new Signal.Stop(true, "not this", "ann"));
                }
            };
            try (EngineClock.Busy timeStandsStill = clock.busy()) {
                started.complete(fixture.engine.start(pipeline(), StartRequest.by("ann")));
            }
            assertThat(fixture.await(started.join()).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(rules.shares(users)).isEqualTo(TrafficShares.all(BLUE));
        assertThat(environments.effects()).noneMatch(effect -> effect.startsWith("terminate"));
    }

    @Test
    void theFirstEnvironmentGetsTheRequestsOfARuleThatAnsweredThemItself() throws Exception {
        rules.divideByAnother(users, TrafficShares.NONE);

        ExecutionState state = deploy();

        assertThat(state.outcome()).as(told(state)).contains(Outcome.SUCCEEDED);
        assertThat(rules.divided()).containsExactly(TrafficShares.all(BLUE));
    }

    @Test
    void whatCannotBeDividedIsRefusedBeforeAnythingIsChanged() throws Exception {
        int before = environments.effects().size();
        rules.divideByAnother(users, TrafficShares.all(FakeListenerRules.group("other")));
        assertThat(failure(deploy()).code()).isEqualTo("PEN-BEANSTALK-040");
        rules.divideByAnother(users, TrafficShares.all(BLUE));
        assertThat(environments.effects()).hasSize(before);

        options(Map.of(new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer"), "arn:other"));
        assertThat(failure(deploy()).code()).isEqualTo("PEN-BEANSTALK-041");
        options(Map.of(new OptionName(ENVIRONMENT, "EnvironmentType"), "SingleInstance"));
        assertThat(failure(deploy()).message()).contains("single instance").contains("'cname'");
    }

    static Stream<Arguments> deaths() {
        return IntStream.rangeClosed(9, 22)
                .boxed()
                .flatMap(append -> Stream.of(true, false).map(before -> Arguments.of(append, before)));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutShiftingTwice(int append, boolean before) throws Exception {
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        try (var fixture = fixture(journal, "one")) {
            fixture.run(pipeline());
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        clock.advance(append % 2 == 0 ? Duration.ofSeconds(1) : Duration.ofMinutes(10));
        try (var next = fixture(durable, "two")) {
            next.engine.resumeAll();
            assertThat(next.await(id).outcome()).contains(Outcome.SUCCEEDED);
        }
        assertThat(rules.divided()).hasSize(4);
        assertThat(environments.effects().stream().filter(effect -> effect.startsWith("terminate")))
                .containsExactly("terminate web");
    }

    private ExecutionState deploy() throws Exception {
        return deploy("no such line", () -> {});
    }

    private ExecutionState deploy(String whenLogged, Runnable then) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one")) {
            fixture.whenLogged = line -> {
                if (line.contains(whenLogged)) {
                    then.run();
                }
            };
            ExecutionState state = fixture.run(pipeline());
            log = List.copyOf(fixture.log);
            return state;
        }
    }

    private String told(ExecutionState state) {
        return StackFixture.deployed(state) + "\n" + String.join("\n", log);
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

    private StackFixture fixture(Journal journal, String runner) {
        var steps = List.of(new RampStep(10, Duration.ofMinutes(2)), new RampStep(50, Duration.ofMinutes(2)));
        var options = new DeploymentOptions(
                BundleChoice.WHOLE,
                DeploymentOptions.DEFAULT.place(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Acceptance.DEFAULT,
                Duration.ofMinutes(30),
                whenItFails,
                WhenStopped.ABORT,
                Optional.of(new BlueGreen(
                        new BlueGreen.Weights(new OptionValue.Text(users.text()), steps),
                        Duration.ofMinutes(5),
                        Optional.of(new WarmCheck("/health", 200, 2)))),
                VersionRetention.ALL);
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(new BeanstalkDeployAction(
                        new BeanstalkPlatform(
                                environments,
                                new FakeBundles(),
                                new FakeImageRegistry(),
                                new FakeStacks(),
                                rules,
                                probe),
                        action -> options)),
                List.of(environments.reader()));
    }
}
