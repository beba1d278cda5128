package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.StateCodec;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.rollout.ReleaseState.GoingBack;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.ReleaseState.Stay;
import dev.penstock.secret.SecretMasker;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.record.VerdictHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReleaseProgressTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final ReleasePlan PLAN = new ReleasePlan(
            "canary",
            List.of(
                    new ReleaseStep.Prepare(),
                    new ReleaseStep.ScaleUp(Share.ALL),
                    new ReleaseStep.Shift(Share.percent(10)),
                    new ReleaseStep.Bake(Duration.ofMinutes(5), true),
                    new ReleaseStep.Shift(Share.ALL),
                    new ReleaseStep.Finish()));

    private static JsonNode written(ReleaseState state) {
        return new StateCodec<>(new SecretMasker(), ReleaseState.class).write(state);
    }

    private static OnTheWay at(int step, VerdictMemory memory) {
        return new OnTheWay(
                PLAN,
                step,
                NOON,
                JsonMapper.shared().createObjectNode(),
                new Stay(0, Optional.empty(), memory, false),
                Milestones.NONE,
                NOON.plusSeconds(3600),
                new StoredVerdicts(List.of()),
                Optional.empty(),
                true);
    }

    private static ReleaseProgress of(ReleaseState state) {
        return ReleaseProgress.of(written(state)).orElseThrow();
    }

    @Test
    void saysWhereItIsAndWhatShareTheNewVersionHas() {
        ReleaseProgress shifting = of(at(2, VerdictMemory.EMPTY));
        assertThat(shifting.steps())
                .containsExactly(
                        "prepare", "scale up", "10 % of requests", "bake for 5 min", "100 % of requests", "finish");
        assertThat(shifting.step()).isEqualTo(2);
        assertThat(shifting.share()).as("it is just being moved").isEqualTo(Share.NONE);
        assertThat(of(at(3, VerdictMemory.EMPTY)).share()).isEqualTo(Share.percent(10));
        assertThat(of(at(0, VerdictMemory.EMPTY)).share()).isEqualTo(Share.NONE);
    }

    @Test
    void saysThatItGoesBack() {
        ReleaseProgress back = of(new GoingBack(
                PLAN,
                3,
                ActionFailure.failed("X", "It broke."),
                NOON,
                JsonMapper.shared().createObjectNode()));

        assertThat(back.isGoingBack()).isTrue();
        assertThat(back.step()).isEqualTo(3);
    }

    @Test
    void saysHowTheVerdictStandsInWordsAndInOneLine() {
        VerdictHistory history =
                VerdictHistory.begin(VerdictSettings.of(Duration.ofMinutes(5), MetricSettings.of("errors")));
        for (int look = 1; look <= 3; look++) {
            Instant end = NOON.plusSeconds(30L * look);
            history.append(Look.at(
                    end,
                    List.of(new MetricBatch.Counted(
                            "errors",
                            "",
                            new Window(end.minusSeconds(30), end),
                            new ArmCounts(100, look),
                            new ArmCounts(900, 4)))));
        }

        ReleaseProgress.Verdict verdict = of(at(3, new VerdictMemory(List.of(), history.tail())))
                .verdict()
                .orElseThrow();

        assertThat(verdict.words())
                .startsWith("Nothing is proven after 1 min 30 s: ")
                .contains("6 of 300 requests to the canary were bad by 'errors'");
        assertThat(verdict.sparkline(30, false)).hasSize(3);
    }

    @Test
    void aReleaseWhoseVerdictCannotBeReadIsSeenWithoutIt() {
        assertThat(of(at(3, new VerdictMemory(List.of(), List.of("nonsense")))).verdict())
                .isEmpty();
        assertThat(of(at(3, VerdictMemory.EMPTY)).verdict()).isEmpty();
    }

    @Test
    void whatIsNoReleaseHasNone() {
        JsonMapper json = JsonMapper.shared();

        assertThat(ReleaseProgress.of(json.readTree("{\"arn\":\"x\"}"))).isEmpty();
        assertThat(ReleaseProgress.of(json.readTree("null"))).isEmpty();
        assertThat(ReleaseProgress.of(json.readTree("{\"is\":\"OnTheWay\",\"plan\":{\"x\":1}}")))
                .isEmpty();
        assertThat(ReleaseProgress.of(written(new ReleaseState.Planning()))).isEmpty();
    }
}
