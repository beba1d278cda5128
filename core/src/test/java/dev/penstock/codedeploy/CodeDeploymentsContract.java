package dev.penstock.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.codedeploy.CodeDeployment.Status;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What every {@link CodeDeployments} does, and the reader of its deployments. */
public abstract class CodeDeploymentsContract {

    private static final int MOST_LOOKS = 400;

    /** What is tested; it has a group for an ECS service that terminates the original soon. */
    protected abstract CodeDeployments deployments();

    /** The reader of its deployments. */
    protected abstract ResourceReader reader();

    /** The group. */
    protected abstract DeploymentGroupId group();

    /** An AppSpec file that can be deployed to it. */
    protected abstract String appSpec();

    /** Lets a deployment go on. */
    protected abstract void letTimePass();

    @Test
    void describesAGroupAndItsNewestDeployment() {
        DeploymentGroup before = deployments().describe(AwsScope.OWN, group());
        assertThat(before.platform()).isEqualTo(DeploymentGroup.Platform.ECS);
        assertThat(before.service()).isPresent();
        assertThat(before.newest()).isEmpty();
        assertThat(before.terminationWait()).isPresent();
        assertThat(before.readyWait()).isEmpty();

        String id = deployments().create(AwsScope.OWN, wanted("one"));

        DeploymentGroup after = deployments().describe(AwsScope.OWN, group());
        assertThat(after.newest().map(DeploymentGroup.Newest::id)).contains(id);
        assertThat(after.unfinished()).contains(id);
    }

    @Test
    void createsOneDeploymentForAToken() {
        assertThat(deployments().find(AwsScope.OWN, group(), "one", Instant.EPOCH))
                .isEmpty();
        String id = deployments().create(AwsScope.OWN, wanted("one"));

        assertThat(deployments().create(AwsScope.OWN, wanted("one"))).isEqualTo(id);
        assertThat(deployments().find(AwsScope.OWN, group(), "one", Instant.EPOCH))
                .contains(id);
        assertThat(deployments().find(AwsScope.OWN, group(), "two", Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void aGroupHasOneDeploymentAtATime() {
        deployments().create(AwsScope.OWN, wanted("one"));
        assertThatThrownBy(() -> deployments().create(AwsScope.OWN, wanted("two")))
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteCallException.class))
                .extracting(RemoteCallException::kind)
                .isEqualTo(Kind.CONFLICT);
    }

    @Test
    void aDeploymentIsSeenThroughToItsEnd() {
        String id = deployments().create(AwsScope.OWN, wanted("one"));
        CodeDeployment moved = until(id, seen -> seen.trafficMoved().isPresent());
        assertThat(moved.replacement())
                .get()
                .satisfies(set -> assertThat(set.trafficWeight()).isEqualTo(100));
        assertThat(moved.target()).contains(":service/");
        String group = moved.replacement().orElseThrow().targetGroup();
        assertThat(deployments().targetGroups(AwsScope.OWN, List.of(group)))
                .hasEntrySatisfying(group, arn -> assertThat(arn).contains(":targetgroup/" + group + "/"));

        CodeDeployment ended = until(id, seen -> seen.status().hasEnded());

        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.error()).isEmpty();
        assertThat(ended.hasPassedAllEvents()).isTrue();
        assertThat(ended.events())
                .extracting(CodeDeployment.Event::name)
                .containsSubsequence("BeforeInstall", "Install", "AllowTestTraffic", "AllowTraffic");
    }

    @Test
    void whatIsStoppedIsTakenBackByADeploymentOfItsOwn() {
        String id = deployments().create(AwsScope.OWN, wanted("one"));
        until(id, seen -> seen.replacement().isPresent());

        deployments().stopAndRollBack(AwsScope.OWN, id);
        CodeDeployment stopped = until(id, seen -> seen.rollback().isPresent());

        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.error().map(CodeDeployment.Error::code)).contains("MANUAL_STOP");
        String rollback = stopped.rollback().orElseThrow();
        CodeDeployment back = until(rollback, seen -> seen.status().hasEnded());
        assertThat(back.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(back.triggered()).contains(id);
        deployments().stopAndRollBack(AwsScope.OWN, id);
        assertThat(deployments().describe(AwsScope.OWN, group()).newest().map(DeploymentGroup.Newest::id))
                .as("what has ended is not stopped again")
                .contains(rollback);
    }

    @Test
    void howAConfigurationMovesTrafficIsTold() {
        assertThat(deployments().routing(AwsScope.OWN, "CodeDeployDefault.ECSLinear10PercentEvery3Minutes"))
                .isEqualTo(new TrafficRouting.TimeBasedLinear(10, Duration.ofMinutes(3)));
        assertThat(deployments().routing(AwsScope.OWN, "CodeDeployDefault.ECSAllAtOnce"))
                .isEqualTo(new TrafficRouting.AllAtOnce());
        assertThatThrownBy(() -> deployments().routing(AwsScope.OWN, "nobody-made-it"))
                .isInstanceOfSatisfying(
                        RemoteCallException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void aConfigurationIsMadeOnce() {
        var routing = new TrafficRouting.TimeBasedCanary(25, Duration.ofMinutes(2));
        deployments().provide(AwsScope.OWN, "Penstock.ECSCanary25Percent2Minutes", routing);
        deployments().provide(AwsScope.OWN, "Penstock.ECSCanary25Percent2Minutes", routing);
        assertThat(deployments().routing(AwsScope.OWN, "Penstock.ECSCanary25Percent2Minutes"))
                .isEqualTo(routing);
        var wanted = new NewDeployment(
                group(),
                appSpec(),
                Optional.of("Penstock.ECSCanary25Percent2Minutes"),
                Optional.empty(),
                true,
                "Penstock shop",
                "one",
                Instant.EPOCH);
        String id = deployments().create(AwsScope.OWN, wanted);
        assertThat(until(id, seen -> seen.status().hasEnded()).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void whatDoesNotWaitIsLeftAlone() {
        String id = deployments().create(AwsScope.OWN, wanted("one"));
        deployments().goOn(AwsScope.OWN, id, DeploymentWait.READY);
        deployments().goOn(AwsScope.OWN, id, DeploymentWait.TERMINATION);
        assertThat(until(id, seen -> seen.status().hasEnded()).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var missing = new DeploymentGroupId(group().application(), "missing");
        assertThatThrownBy(() -> deployments().describe(AwsScope.OWN, missing))
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteCallException.class))
                .extracting(RemoteCallException::kind)
                .isEqualTo(Kind.NOT_FOUND);
        assertThatThrownBy(() -> deployments().stopAndRollBack(AwsScope.OWN, "d-MISSING00"))
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteCallException.class))
                .extracting(RemoteCallException::kind)
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(look("d-MISSING00")).isEmpty();
    }

    private NewDeployment wanted(String token) {
        return new NewDeployment(
                group(), appSpec(), Optional.empty(), Optional.empty(), false, "Penstock shop", token, Instant.EPOCH);
    }

    private CodeDeployment until(String id, Predicate<CodeDeployment> wanted) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<CodeDeployment> seen = look(id).filter(wanted);
            if (seen.isPresent()) {
                return seen.get();
            }
            letTimePass();
        }
        throw new AssertionError("not seen: " + look(id));
    }

    private Optional<CodeDeployment> look(String id) {
        var resource = new ResourceId(CodeDeployment.KIND, AwsScope.OWN, id);
        Observation seen = reader().read(List.of(resource)).seen().get(resource);
        return Optional.ofNullable((CodeDeployment) seen);
    }
}
