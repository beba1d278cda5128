package dev.penstock.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.release.ReleaseFailure;
import dev.penstock.release.ServiceId;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimedTrafficTest {

    private static final ReleaseStep.Shift ALL = new ReleaseStep.Shift(Share.ALL);

    @ParameterizedTest
    @CsvSource({
        "0, 0, CodeDeployDefault.ECSAllAtOnce",
        "10, 300, CodeDeployDefault.ECSCanary10Percent5Minutes",
        "10, 241, CodeDeployDefault.ECSCanary10Percent5Minutes",
        "10, 0, Penstock.ECSCanary10Percent1Minutes",
        "25, 360, Penstock.ECSCanary25Percent6Minutes",
        "10, 172801, ''"
    })
    void aCanaryWaitsAsLongAsItBakesInWholeMinutes(int percent, int seconds, String configuration) {
        ReleasePlan plan = percent == 0
                ? plan(ALL)
                : plan(shift(percent), new ReleaseStep.Bake(Duration.ofSeconds(seconds), false), ALL, bake(10));
        assertThat(TimedTraffic.routing(plan).map(TimedTraffic::name).orElse(""))
                .isEqualTo(configuration);
        assertThat(TimedTraffic.refusal(plan).isPresent()).isEqualTo(configuration.isEmpty());
    }

    @Test
    void equalStepsAreLinear() {
        assertThat(TimedTraffic.routing(linear(1)).map(TimedTraffic::name))
                .contains("CodeDeployDefault.ECSLinear10PercentEvery1Minutes");
        assertThat(TimedTraffic.routing(linear(4)).map(TimedTraffic::name))
                .contains("Penstock.ECSLinear10PercentEvery4Minutes");
        assertThat(TimedTraffic.routing(plan(shift(30), shift(60), shift(90), ALL))
                        .map(TimedTraffic::name))
                .contains("Penstock.ECSLinear30PercentEvery1Minutes");
    }

    @Test
    void whatItsTimersCannotDoIsRefusedWithWhatCan() {
        assertThat(refused(plan(new ReleaseStep.Replace(new Replacement.InPlace())))
                        .hint())
                .contains("blueGreen");
        assertThat(refused(plan(new ReleaseStep.ScaleUp(Share.percent(50)), ALL))
                        .hint())
                .contains("capacity");
        assertThat(refused(plan(new ReleaseStep.Test(), ALL)).hint()).contains("AfterAllowTestTraffic");
        assertThat(refused(plan(shift(10), new ReleaseStep.Approve("?"), ALL)).hint())
                .contains("approve: [traffic]");
        assertThat(refused(plan(shift(20), bake(5), shift(40), ALL)).hint()).contains("equal steps");
        assertThat(refused(plan(new ReleaseStep.Shift(new Share(125)), ALL)).hint())
                .contains("whole per cents");
        assertThat(TimedTraffic.refusal(plan(new ReleaseStep.Approve("?"), ALL, new ReleaseStep.Approve("?"))))
                .isEmpty();
    }

    @Test
    void aGroupWhoseWaitsAreTooShortIsRefused() throws ReleaseFailure {
        ReleasePlan asks = plan(new ReleaseStep.ScaleUp(Share.ALL), new ReleaseStep.Approve("?"), ALL);
        ReleasePlan keeps = plan(ALL, bake(10));
        TimedRelease.check(group(Optional.of(60), Optional.of(10)), asks);
        TimedRelease.check(group(Optional.empty(), Optional.of(10)), keeps);
        assertThatThrownBy(() -> TimedRelease.check(group(Optional.empty(), Optional.of(10)), asks))
                .hasMessageContaining("STOP_DEPLOYMENT");
        assertThatThrownBy(() -> TimedRelease.check(group(Optional.empty(), Optional.of(5)), keeps))
                .hasMessageContaining("terminates it after 5 minutes");
        assertThatThrownBy(() -> TimedRelease.check(group(Optional.empty(), Optional.empty()), keeps))
                .hasMessageContaining("keeps it for ever");
    }

    private static DeploymentGroup group(Optional<Integer> ready, Optional<Integer> termination) {
        return new DeploymentGroup(
                new DeploymentGroupId("shop", "web"),
                DeploymentGroup.Platform.ECS,
                Optional.of(new ServiceId("shop", "web")),
                "",
                List.of(),
                ready.map(Duration::ofMinutes),
                termination.map(Duration::ofMinutes),
                Optional.empty());
    }

    private static Refusal refused(ReleasePlan plan) {
        return TimedTraffic.refusal(plan).orElseThrow();
    }

    private static ReleaseStep shift(int percent) {
        return new ReleaseStep.Shift(Share.percent(percent));
    }

    private static ReleaseStep bake(int minutes) {
        return new ReleaseStep.Bake(Duration.ofMinutes(minutes), false);
    }

    private static ReleasePlan linear(int minutes) {
        List<ReleaseStep> steps = new ArrayList<>();
        for (int percent = 10; percent < 100; percent += 10) {
            steps.add(shift(percent));
            steps.add(bake(minutes));
        }
        steps.add(ALL);
        return plan(steps.toArray(ReleaseStep[]::new));
    }

    private static ReleasePlan plan(ReleaseStep... steps) {
        List<ReleaseStep> all = new ArrayList<>(List.of(new ReleaseStep.Prepare()));
        all.addAll(List.of(steps));
        all.add(new ReleaseStep.Finish());
        return new ReleasePlan("test", all);
    }
}
