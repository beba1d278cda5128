package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictSourcesReaderTest {

    private static SettingsReading read(String verdict) {
        return SettingsReader.read(
                SourceText.of("penstock.yml", "deployments: {Web: {verdict: " + verdict + "}}"),
                Path.of("/work/project").toAbsolutePath());
    }

    private static VerdictSources sources(String verdict) {
        SettingsReading reading = read(verdict);
        assertThat(reading.problems()).isEmpty();
        return ((SettingsReading.Accepted) reading)
                .settings()
                .deploymentOf("Web")
                .verdict()
                .orElseThrow();
    }

    private static MetricSource source(String source) {
        return Objects.requireNonNull(
                sources("{metrics: {m: {source: " + source + "}}}").metrics().get("m"));
    }

    private static List<Problem> problems(String source) {
        return read("{metrics: {m: {source: " + source + "}}}").problems();
    }

    @Test
    void whatIsLeftOutHasItsStandardValue() {
        assertThat(source("{targetGroup: {}}"))
                .isEqualTo(new MetricSource.TargetGroup(
                        Set.of(BadAnswer.SERVER_ERRORS, BadAnswer.CONNECTION_ERRORS),
                        OptionalDouble.empty(),
                        Duration.ofMinutes(1)));
        assertThat(source("{lambda: {}}")).isEqualTo(new MetricSource.Lambda(Duration.ofMinutes(1)));
        assertThat(source("{beanstalk: {}}")).isEqualTo(new MetricSource.Beanstalk(Set.of(BadAnswer.SERVER_ERRORS)));
        assertThat(source("{http: {url: 'https://${environment}.example.com/'}}"))
                .isEqualTo(new MetricSource.HttpCheck(
                        new Template("https://${environment}.example.com/"),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        1,
                        Duration.ofSeconds(5),
                        false));
        assertThat(source("{command: {run: [./count, --all]}}"))
                .isEqualTo(new MetricSource.Command(
                        List.of("./count", "--all"), Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(10)));
    }

    @Test
    void eachKindHasItsOwnSettings() {
        assertThat(source("{targetGroup: {latencyAbove: 0.8, lag: 90s}}"))
                .isEqualTo(new MetricSource.TargetGroup(Set.of(), OptionalDouble.of(0.8), Duration.ofSeconds(90)));
        MetricSource.Prometheus prometheus = (MetricSource.Prometheus) source("""
                {prometheus: {url: 'http://prometheus:9090', bearerTokenVariable: TOKEN, every: 30s, lag: 5s,
                  requests: 'sum(increase(all{group="${targetGroup}"}[${window}]))', bad: 'vector(0)'}}""");
        assertThat(prometheus.bearerTokenVariable()).contains("TOKEN");
        assertThat(prometheus.every()).isEqualTo(Duration.ofSeconds(30));
        MetricSource.CloudWatch cloudWatch = (MetricSource.CloudWatch) source("""
                {cloudWatch: {requests: {namespace: Shop, metric: Orders, dimensions: {Version: '${versionLabel}'}},
                  bad: {namespace: Shop, metric: Failed, dimensions: {Version: '${versionLabel}'}, statistic: SampleCount},
                  zeroWhenAbsent: true, period: 10s}}""");
        assertThat(cloudWatch.bad().statistic()).isEqualTo("SampleCount");
        assertThat(cloudWatch.requests().statistic()).isEqualTo("Sum");
        assertThat(cloudWatch.zeroWhenAbsent()).isTrue();
        assertThat(cloudWatch.period()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void gatesAreReadInOnePlaceEachAndSaturationSaysWhere() {
        VerdictSources sources = sources("""
                {metrics: {m: {source: {lambda: {}}}},
                 gates: {loop: {restarts: 3}, health: {minimumHealthy: 0.5}, pages: {alarms: [errors]},
                   cpu: {limit: 0.9, source: {cloudWatch: {namespace: AWS/ECS, metric: CPUUtilization,
                     dimensions: {ServiceName: '${service}'}}}}}}""");
        assertThat(sources.gates())
                .containsEntry("loop", new GateSource.Restarts())
                .containsEntry("health", new GateSource.TargetHealth())
                .containsEntry("pages", new GateSource.Alarms());
        assertThat(sources.gates().get("cpu")).isInstanceOfSatisfying(GateSource.Saturation.class, cpu -> {
            assertThat(cpu.full()).isEqualTo(100);
            assertThat(cpu.metric().statistic()).isEqualTo("Average");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "{}; PEN-VERDICT-010; exactly one of",
                "{lambda: {}, beanstalk: {}}; PEN-VERDICT-010; exactly one of",
                "{targetGroup: {bad: [500]}}; PEN-VERDICT-011; 4xx",
                "{targetGroup: {bad: []}}; PEN-VERDICT-011; 4xx",
                "{targetGroup: {bad: [5xx], latencyAbove: 1}}; PEN-VERDICT-011; two metrics",
                "{targetGroup: {latencyAbove: 0}}; PEN-VERDICT-011; 0.8",
                "{beanstalk: {bad: [connectionErrors]}}; PEN-VERDICT-011; 5xx",
                "{lambda: {lag: 2 h}}; PEN-VERDICT-011; 90s",
                "{http: {url: 'ftp://example.com'}}; PEN-VERDICT-011; http",
                "{http: {url: 'https://me:secret@example.com'}}; PEN-VERDICT-011; no secrets",
                "{http: {url: 'https://${targetGruop}/'}}; PEN-VERDICT-012; targetGroup",
                "{http: {url: 'https://example.com', requests: 51}}; PEN-VERDICT-011; 1 to 50",
                "{command: {run: count}}; PEN-VERDICT-011; [./count",
                "{prometheus: {url: 'http://p', requests: 'a{g=${service}}', bad: a}}; PEN-VERDICT-011; ${window}",
            })
    void whatCannotBeIsRefusedWithWhatWouldBeRight(String source, String id, String hint) {
        assertThat(problems(source)).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo(id);
            assertThat(problem.hint().orElse("")).contains(hint);
            assertThat(problem.span().line()).isEqualTo(1);
            assertThat(problem.field()).startsWith("/deployments/Web/verdict/metrics/m/source");
            assertThat(problem.message() + problem.hint()).doesNotContain("secret@");
        });
    }

    @Test
    void aMisspeltKindIsToldWithTheNearestOne() {
        assertThat(problems("{targetGruop: {}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.hint().orElse("")).contains("targetGroup"));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(read("""
                {bake: 5m, metrics: {a: {}, b: {source: {lambda: {lagg: 1s}}}, c: {source: {http: {}}}},
                 gates: {cpu: {limit: 0.9}, health: {minimumHealthy: 0.5, source: {}}}}""").problems())
                .extracting(Problem::field)
                .contains(
                        "/deployments/Web/verdict/bake",
                        "/deployments/Web/verdict/metrics/a/source",
                        "/deployments/Web/verdict/metrics/b/source/lambda/lagg",
                        "/deployments/Web/verdict/metrics/c/source/http/url",
                        "/deployments/Web/verdict/gates/cpu/source",
                        "/deployments/Web/verdict/gates/health/source");
    }

    @Test
    void whatIsSaidForAllHoldsWhereAnActionSaysNothing() {
        SettingsReading reading = SettingsReader.read(
                SourceText.of(
                        "penstock.yml",
                        "deployments: {default: {verdict: {metrics: {m: {source: {lambda: {}}}}}}, Web: {}}"),
                Path.of("/work/project").toAbsolutePath());
        assertThat(((SettingsReading.Accepted) reading)
                        .settings()
                        .deploymentOf("Web")
                        .verdict())
                .isPresent();
    }
}
