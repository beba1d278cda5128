package dev.penstock.verdict.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.kayenta.KayentaMetric;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictSettingsReaderTest {

    private final Problems problems = new Problems();

    @Test
    void whatIsLeftOutHasItsStandardValue() {
        assertThat(read("bake: 1h\nmetrics: {errors: {}}"))
                .contains(VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors")));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void peopleMayWritePercentAndTimes() {
        VerdictSettings settings = read("""
                falseRollback: 0.5 %
                sharing: split
                ratios: [2, 5]
                bake: 30m
                checkTraffic: false
                metrics:
                  errors: {weight: 3, acceptableRate: 0.1%, overdispersion: 4}
                whenInconclusive: {extensions: 2, by: 10m, action: rollBack}
                gates:
                  crash: {restarts: 3, within: 5m}
                  alarms: {alarms: [p99], readings: 2}
                """).orElseThrow();
        assertThat(settings.budget().falseRollback()).isEqualTo(0.005);
        assertThat(settings.budget().sharing()).isEqualTo(ErrorBudget.Sharing.SPLIT);
        assertThat(settings.budget().ratios()).containsExactly(2.0, 5.0);
        assertThat(settings.metrics())
                .containsExactly(MetricSettings.of("errors")
                        .withWeight(3)
                        .withAcceptableRate(0.001)
                        .withOverdispersion(4));
        assertThat(settings.guards().traffic()).isEmpty();
        assertThat(settings.timing().whenInconclusive())
                .isEqualTo(new InconclusivePolicy(2, Duration.ofMinutes(10), InconclusivePolicy.Action.ROLL_BACK));
        assertThat(settings.gates())
                .containsExactly(
                        new Gate.CrashLoop("crash", 3, Duration.ofMinutes(5), 1),
                        new Gate.Alarms("alarms", List.of("p99"), 2));
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithItsPlace() {
        assertThat(read("""
                falseRollback: 2
                bake: soon
                metrics:
                  errors: {weight: 0}
                  slow: {unacceptableRatio: many, oops: 1}
                gates:
                  both: {restarts: 3, limit: 0.9}
                whenInconclusive: {action: panic}
                """)).isEmpty();
        assertThat(problems.list())
                .extracting(problem -> problem.span().line() + " " + problem.id() + " " + problem.field())
                .containsExactlyInAnyOrder(
                        "1 PEN-VERDICT-001 /falseRollback",
                        "2 PEN-SETTINGS-002 /bake",
                        "4 PEN-VERDICT-001 /metrics/errors/weight",
                        "5 PEN-SETTINGS-002 /metrics/slow/unacceptableRatio",
                        "5 PEN-SETTINGS-003 /metrics/slow/oops",
                        "7 PEN-VERDICT-001 /gates/both",
                        "8 PEN-SETTINGS-002 /whenInconclusive/action");
    }

    @Test
    void anotherJudgeHasMembersOfItsOwn() {
        VerdictSettings kayenta = read("""
                judge: kayenta
                bake: 1h
                metrics: {errors: {}, slow: {}}
                kayenta:
                  pass: 95
                  marginal: 75
                  interval: 5m
                  lookback: 10m
                  beginAfter: 2m
                  groupWeights: {users: 60}
                  metrics:
                    errors: {groups: [users], critical: true, effectSize: commonLanguage, allowedIncrease: 0.6}
                """).orElseThrow();
        assertThat(kayenta.judge()).isInstanceOfSatisfying(KayentaSettings.class, read -> {
            assertThat(read.interval()).contains(Duration.ofMinutes(5));
            assertThat(read.groupWeights()).containsExactly(entry("users", 60.0));
            assertThat(read.metric("errors").critical()).isTrue();
            assertThat(read.metric("errors").effect().allowedIncrease()).isEqualTo(0.6);
            assertThat(read.metric("slow").direction()).isEqualTo(KayentaMetric.Direction.INCREASE);
        });
        VerdictSettings argo = read("""
                judge: argo
                bake: 1h
                metrics: {errors: {}}
                argo:
                  metrics:
                    errors: {successCondition: 'result >= 0.99', result: successRate, interval: 1m, failureLimit: 3, initialDelay: 1m}
                """).orElseThrow();
        assertThat(argo.judge()).isInstanceOfSatisfying(ArgoSettings.class, read -> {
            ArgoSettings.Measurement errors =
                    Objects.requireNonNull(read.metrics().get("errors"));
            assertThat(errors.result()).isEqualTo(ArgoSettings.Result.SUCCESS_RATE);
            assertThat(errors.analysis().failureLimit()).isEqualTo(3);
            assertThat(errors.analysis().consecutiveErrorLimit()).isEqualTo(4);
        });
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void whatIsWrongForAnotherJudgeIsToldWithItsPlace() {
        assertThat(read("""
                judge: sequential
                bake: 1h
                metrics: {errors: {}}
                argo: {metrics: {}}
                """)).isEmpty();
        assertThat(read("""
                judge: kayenta
                bake: 1h
                metrics: {errors: {}}
                kayenta:
                  pass: 101
                  metrics:
                    errors: {direction: up}
                """)).isEmpty();
        assertThat(read("""
                judge: argo
                bake: 1h
                metrics: {errors: {}}
                argo:
                  metrics:
                    errors: {successCondition: 'result >', failureLimit: -2}
                """)).isEmpty();
        assertThat(read("""
                judge: kayenta
                bake: 1h
                futility: 0.1
                metrics: {errors: {}}
                """)).isEmpty();
        assertThat(problems.list())
                .extracting(problem -> problem.span().line() + " " + problem.id() + " " + problem.field())
                .containsExactlyInAnyOrder(
                        "4 PEN-VERDICT-007 /argo",
                        "7 PEN-SETTINGS-002 /kayenta/metrics/errors/direction",
                        "5 PEN-VERDICT-001 /kayenta/pass",
                        "6 PEN-VERDICT-001 /argo/metrics/errors/successCondition",
                        "6 PEN-VERDICT-001 /argo/metrics/errors",
                        "3 PEN-VERDICT-007 /futility");
    }

    @Test
    void metricsAndBakeTimeMustBeThere() {
        assertThat(read("sharing: mean")).isEmpty();
        assertThat(problems.list()).extracting(Problem::field).containsExactlyInAnyOrder("/metrics", "/bake");
    }

    private Optional<VerdictSettings> read(String yaml) {
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.SETTINGS_FIELD_MISSING,
                ProblemType.SETTINGS_FIELD_TYPE,
                ProblemType.SETTINGS_FIELD_UNKNOWN,
                FieldContext.Coercion.SCALAR_AS_TEXT);
        return DocumentReader.read(SourceText.of("verdict.yml", yaml), problems)
                .flatMap(node -> new VerdictSettingsReader(context).read(Fields.of(node, "", context)));
    }
}
