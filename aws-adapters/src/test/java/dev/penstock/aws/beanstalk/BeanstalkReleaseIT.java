package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.traffic.TrafficShares;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases to environments of the simulated Elastic Beanstalk, by strategies. */
@Timeout(120)
class BeanstalkReleaseIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private PairWorld world;
    private SharedFront front;
    private Decision verdict = new Decision.Promote();
    private final List<Arms> judged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        world = new PairWorld(folder);
        front = new SharedFront(world.account.clients);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private ActionProvider<?, ?> release(DeploymentOptions options, ReleaseSettings settings) {
        BakeJudge judge = (release, bake, arms, share) -> {
            judged.add(arms);
            return new BakeJudge.Judgement(
                    bake.memory(), verdict, release.action().now().plusSeconds(10), "As told.");
        };
        return new EitherWay<>(
                new BeanstalkDeployAction(world.platform(), action -> options),
                new ReleaseAction<>(
                        new BeanstalkReleaseTarget(world.platform(), action -> options),
                        action -> Optional.of(settings),
                        Strategies.builtIn(),
                        judge),
                action -> true);
    }

    private DeploymentOptions pair() {
        var weights = new BlueGreen.Weights(new OptionValue.Text(front.rule.text()), List.of());
        return PairWorld.options(new BlueGreen(weights, BlueGreen.USUAL_KEEP, Optional.empty()), front.options());
    }

    private static DeploymentOptions alone() {
        Map<OptionName, String> options = new HashMap<>();
        options.put(new OptionName("aws:elasticbeanstalk:environment", "LoadBalancerType"), "application");
        options.put(new OptionName("aws:autoscaling:asg", "MinSize"), "2");
        options.put(new OptionName("aws:autoscaling:asg", "MaxSize"), "4");
        return PairWorld.options(options);
    }

    private static ReleaseSettingsBuilder canary() {
        return ReleaseSettingsBuilder.of("canary")
                .weight(new Share(25))
                .bake(MINUTE)
                .keep(MINUTE)
                .test(new WarmCheck("/", 200, 3));
    }

    @Test
    void aCanaryGetsItsShareAtTheSharedLoadBalancerAndThenAllRequests() throws Exception {
        ExecutionState first = world.deploy("one", release(pair(), canary().build()));
        assertThat(first.outcome()).as(world.told(first)).contains(Outcome.SUCCEEDED);
        String blue = front.shares().receiving().iterator().next();

        ExecutionState second = world.deploy("two", release(pair(), canary().build()));

        assertThat(second.outcome()).as(world.told(second)).contains(Outcome.SUCCEEDED);
        assertThat(world.log()).contains("2.5 % of requests go to 'shop-web-green'.");
        assertThat(front.shares().receiving()).hasSize(1).doesNotContain(blue);
        assertThat(front.shares().name(blue)).isFalse();
        assertThat(world.environment("shop-web-green").orElseThrow().versionLabel())
                .isEqualTo(world.label("two"));
    }

    @Test
    void aCanaryThatIsWorseIsTakenBackWithEverythingThatWasMadeForIt() throws Exception {
        world.deploy("one", release(pair(), canary().build()));
        TrafficShares before = front.shares();
        verdict = new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end =
                world.deploy("two", release(pair(), canary().judged().build()));

        assertThat(end.outcome()).as(world.told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(front.shares().isLike(before)).isTrue();
        assertThat(world.environment("shop-web").orElseThrow().versionLabel()).isEqualTo(world.label("one"));
        assertThat(world.environment("shop-web-green").filter(made -> made.status() != EnvironmentStatus.TERMINATING))
                .isEmpty();
        assertThat(judged.getFirst().canary().label(Arm.TARGET_GROUP))
                .isNotEqualTo(judged.getFirst().baseline().label(Arm.TARGET_GROUP));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 16, 17, 18, 19})
    void aDeadRunnersCanaryIsFinishedByAnother(int append) throws Exception {
        ActionProvider<?, ?> action = release(pair(), canary().build());
        world.deploy("one", action);
        int before = world.account
                .aws
                .effects()
                .of("elasticloadbalancing", "ModifyRule")
                .size();
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        journal.dieBefore(append);
        try (var fixture = world.fixture(journal, "one", action)) {
            fixture.await(fixture.engine.start(world.pipeline("two"), StartRequest.by("ann")));
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        try (var next = world.fixture(durable, "two", action)) {
            next.engine.resumeAll();
            ExecutionState state = next.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            assertThat(state.outcome()).as(world.told(state)).contains(Outcome.SUCCEEDED);
        }
        assertThat(world.account
                                .aws
                                .effects()
                                .of("elasticloadbalancing", "ModifyRule")
                                .size()
                        - before)
                .isEqualTo(3);
    }

    @Test
    void oneEnvironmentDividesRequestsBetweenItsInstances() throws Exception {
        ReleaseSettings canary =
                ReleaseSettingsBuilder.of("canary").keep(MINUTE).judged().build();
        ExecutionState first = world.deploy("one", release(alone(), canary));
        assertThat(first.outcome()).as(world.told(first)).contains(Outcome.SUCCEEDED);

        ExecutionState second = world.deploy("two", release(alone(), canary));

        assertThat(second.outcome()).as(world.told(second)).contains(Outcome.SUCCEEDED);
        assertThat(world.environment("shop-web").orElseThrow().versionLabel()).isEqualTo(world.label("two"));
        assertThat(judged.getFirst().baseline().label(Arm.VERSION_LABEL)).contains(world.label("one"));
        assertThat(judged.getFirst().canary().label(Arm.VERSION_LABEL)).contains(world.label("two"));
    }

    @Test
    void theShareWithinAnEnvironmentIsTakenBackByTheVerdict() throws Exception {
        ReleaseSettings canary =
                ReleaseSettingsBuilder.of("canary").keep(MINUTE).judged().build();
        world.deploy("one", release(alone(), canary));
        verdict = new Decision.RollBack(new Decision.Cause.Evidence("errors"));

        ExecutionState end = world.deploy("two", release(alone(), canary));

        assertThat(end.outcome()).as(world.told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(world.environment("shop-web").orElseThrow().versionLabel()).isEqualTo(world.label("one"));
        assertThat(world.effects("AbortEnvironmentUpdate")).isEqualTo(1);
    }

    @Test
    void aRollingReleaseSetsBeanstalksOwnPolicy() throws Exception {
        ReleaseSettings rolling = ReleaseSettingsBuilder.of("rolling")
                .batch(new BatchSize(50, true))
                .bake(MINUTE)
                .build();
        ExecutionState first = world.deploy("one", release(alone(), rolling));
        assertThat(first.outcome()).as(world.told(first)).contains(Outcome.SUCCEEDED);

        ExecutionState second = world.deploy("two", release(alone(), rolling));

        assertThat(second.outcome()).as(world.told(second)).contains(Outcome.SUCCEEDED);
        assertThat(world.environments.options(AwsScope.OWN, "shop", "shop-web"))
                .containsEntry(new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy"), "Rolling")
                .containsEntry(new OptionName("aws:elasticbeanstalk:command", "BatchSize"), "50");
    }
}
