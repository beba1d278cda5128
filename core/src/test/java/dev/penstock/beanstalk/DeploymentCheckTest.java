package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.DeploymentCheck.Finding;
import dev.penstock.beanstalk.DeploymentCheck.Missing;
import dev.penstock.beanstalk.EnvironmentEvent.Severity;
import dev.penstock.beanstalk.InstanceHealth.InstanceDeployment;
import dev.penstock.beanstalk.InstanceHealth.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each part of the rule by itself keeps a deployment from counting. */
class DeploymentCheckTest {

    private static final Instant BEGAN = Instant.parse("2026-03-04T12:00:00Z");
    private static final Change CHANGE = new Change(Change.Kind.DEPLOY, "ours", BEGAN, Optional.empty());

    private final DeploymentCheck check = new DeploymentCheck("new", "old", HealthStatus.OK);

    @Test
    void arrivedIfLabelRunsEverywhereAndTheEnvironmentIsReadyAndWell() {
        assertThat(check.of(CHANGE, seen("new", EnvironmentStatus.READY, HealthStatus.OK, runs("new"), runs("new"))))
                .isEqualTo(new Finding.Arrived());
        assertThat(check.of(CHANGE, seen("new", EnvironmentStatus.READY, HealthStatus.INFO, runs("new"))))
                .isEqualTo(new Finding.Arrived());
    }

    @Test
    void anInstanceThatRunsAnotherVersionOrIsNotDoneIsMissing() {
        assertThat(check.of(CHANGE, seen("new", EnvironmentStatus.READY, HealthStatus.OK, runs("new"), runs("old"))))
                .isEqualTo(new Finding.Settles(Missing.INSTANCES, "1 of 2 instances run new"));
        assertThat(check.of(
                        CHANGE,
                        seen(
                                "new",
                                EnvironmentStatus.READY,
                                HealthStatus.OK,
                                new InstanceDeployment("new", 2, Status.IN_PROGRESS))))
                .isInstanceOf(Finding.Settles.class);
    }

    @Test
    void anInstanceThatHasTheVersionFromAnEarlierDeploymentIsMissing() {
        var earlier = new InstanceDeployment("new", 1, Status.DEPLOYED);
        assertThat(check.of(CHANGE, seen("new", EnvironmentStatus.READY, HealthStatus.OK, runs("new"), earlier)))
                .isEqualTo(new Finding.Settles(Missing.INSTANCES, "1 of 2 instances run new"));
    }

    @Test
    void anInstanceOnWhichItFailedIsAFailureThoughTheEnvironmentIsReadyAndGreen() {
        Finding finding = check.of(
                CHANGE,
                seen(
                        "new",
                        EnvironmentStatus.READY,
                        HealthStatus.OK,
                        runs("new"),
                        new InstanceDeployment("new", 2, Status.FAILED)));
        assertThat(finding).isInstanceOfSatisfying(Finding.Failed.class, failed -> {
            assertThat(failed.cause().instance()).isEqualTo("i-1");
            assertThat(failed.cause().wentBack()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = EnvironmentStatus.class,
            names = {"LAUNCHING", "UPDATING", "ABORTING", "LINKING_FROM", "LINKING_TO", "UNKNOWN"})
    void nothingIsConcludedWhileSomethingIsUnderWay(EnvironmentStatus status) {
        assertThat(check.of(CHANGE, seen("new", status, HealthStatus.OK, runs("new"))))
                .isInstanceOf(Finding.Underway.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = HealthStatus.class,
            names = {"NO_DATA", "UNKNOWN", "PENDING", "SUSPENDED"})
    void greyIsNeverWell(HealthStatus health) {
        var lenient = new DeploymentCheck("new", "old", HealthStatus.SEVERE);
        assertThat(lenient.of(CHANGE, seen("new", EnvironmentStatus.READY, health, runs("new"))))
                .isInstanceOfSatisfying(
                        Finding.Settles.class,
                        settles -> assertThat(settles.missing()).isEqualTo(Missing.KNOWLEDGE));
    }

    @Test
    void healthIsAcceptedAsFarAsThePolicySays() {
        var seen = seen("new", EnvironmentStatus.READY, HealthStatus.WARNING, runs("new"));
        assertThat(check.of(CHANGE, seen)).isInstanceOf(Finding.Settles.class);
        assertThat(new DeploymentCheck("new", "old", HealthStatus.WARNING).of(CHANGE, seen))
                .isEqualTo(new Finding.Arrived());
    }

    @Test
    void anErrorOfOurOwnRequestFailsItAndOneOfAnothersDoesNot() {
        var good = seen("new", EnvironmentStatus.READY, HealthStatus.OK, runs("new"));
        var ours = with(good, event(1, Severity.ERROR, "first", "ours"), event(2, Severity.ERROR, "second", "ours"));
        assertThat(check.of(CHANGE, ours))
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.cause().message()).isEqualTo("first"));
        assertThat(check.of(CHANGE, with(good, event(1, Severity.ERROR, "theirs", "other"))))
                .isEqualTo(new Finding.Arrived());
        assertThat(check.of(CHANGE, with(good, event(-60, Severity.ERROR, "earlier", "ours"))))
                .isEqualTo(new Finding.Arrived());
    }

    @Test
    void readyWithThePreviousVersionIsAFailureThatWentBack() {
        var back = with(
                seen("old", EnvironmentStatus.READY, HealthStatus.OK, runs("old")),
                event(1, Severity.ERROR, "[Instance: i-0123456789abcdef0] Command failed on instance.", "ours"));
        assertThat(check.of(CHANGE, back)).isInstanceOfSatisfying(Finding.Failed.class, failed -> {
            assertThat(failed.cause().wentBack()).isTrue();
            assertThat(failed.cause().instance()).isEqualTo("i-0123456789abcdef0");
        });
    }

    @Test
    void instancesThatAreLeftMixedDidNotGoBack() {
        var mixed = with(
                seen("old", EnvironmentStatus.READY, HealthStatus.DEGRADED, runs("old"), runs("new")),
                event(1, Severity.ERROR, "failed", "ours"));
        assertThat(check.of(CHANGE, mixed))
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.cause().wentBack()).isFalse());
    }

    @Test
    void anotherVersionOrAnothersRequestAfterOursIsSuperseded() {
        assertThat(check.of(CHANGE, seen("theirs", EnvironmentStatus.UPDATING, HealthStatus.OK)))
                .isEqualTo(new Finding.Superseded("theirs"));
        var back = with(
                seen("old", EnvironmentStatus.READY, HealthStatus.OK, runs("old")),
                event(1, Severity.INFO, "ours is done", "ours"),
                event(2, Severity.INFO, "theirs begins", "other"));
        assertThat(check.of(CHANGE, back)).isEqualTo(new Finding.Superseded("old"));
    }

    @Test
    void anUpdateThatSomebodyAbortedSaysWhoseRequestTookItBack() {
        var back = with(
                seen("old", EnvironmentStatus.READY, HealthStatus.OK, runs("old")),
                event(1, Severity.INFO, "update is starting", "ours"),
                event(2, Severity.INFO, "abort is starting", "other"),
                event(3, Severity.INFO, "reverted", "ours"));
        assertThat(check.of(CHANGE, back)).isInstanceOfSatisfying(Finding.Failed.class, failed -> {
            assertThat(failed.cause().message()).isEqualTo("somebody else's request took it back (abort is starting)");
            assertThat(failed.cause().wentBack()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = EnvironmentStatus.class,
            names = {"TERMINATING", "TERMINATED"})
    void aTerminatedEnvironmentIsGone(EnvironmentStatus status) {
        assertThat(check.of(CHANGE, seen("new", status, HealthStatus.OK, runs("new"))))
                .isEqualTo(new Finding.Gone(status));
    }

    private static InstanceDeployment runs(String label) {
        return new InstanceDeployment(label, 2, Status.DEPLOYED);
    }

    private static EnvironmentEvent event(int seconds, Severity severity, String message, String request) {
        return new EnvironmentEvent(BEGAN.plusSeconds(seconds), severity, message, request, "");
    }

    private static EnvironmentSnapshot with(EnvironmentSnapshot seen, EnvironmentEvent... events) {
        return new EnvironmentSnapshot(seen.environment(), List.of(events), seen.instances());
    }

    private static EnvironmentSnapshot seen(
            String label, EnvironmentStatus status, HealthStatus health, InstanceDeployment... instances) {
        var environment =
                new Environment("e-1", "web", "shop", status, health, label, "Docker", "web.example", false, BEGAN);
        return new EnvironmentSnapshot(
                environment,
                List.of(),
                Optional.of(new InstancesHealth(
                        IntStream.range(0, instances.length)
                                .mapToObj(i -> new InstanceHealth(
                                        "i-" + i, HealthStatus.OK, List.of(), Optional.of(instances[i])))
                                .toList(),
                        BEGAN)));
    }
}
