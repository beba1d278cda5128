package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.metric.VerdictSources;
import dev.penstock.problem.Problems;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.rollout.RecordBundle;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.testing.containers.RequiresContainerEngine;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.explain.EvidencePicture;
import dev.penstock.verdict.plan.CanaryPlan;
import dev.penstock.verdict.plan.CanaryPlanner;
import dev.penstock.verdict.plan.CanaryTraffic;
import dev.penstock.verdict.plan.PlanRequest;
import dev.penstock.verdict.record.Replay;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries of real containers under users' requests, judged by what CloudWatch counts of both target groups: a version that fails 5 %
 * of its requests, where 0.5 % is usual, and one that is as good as the old one.
 */
@RequiresContainerEngine
@Timeout(240)
class RealCanaryIT {

    /**
     * With this budget and rate one of 20,000 good versions is taken back by simulations of this judge, and three of as many bad ones
     * are not.
     */
    private static final String SETTINGS = """
            deployments:
              deploy:
                release: {strategy: canary, weight: 10 %, bake: 30m, keep: 1m}
                verdict:
                  falseRollback: 0.1 %
                  expect: {requestsPerMinute: 600, bad: 0.5 %}
                  metrics:
                    errors:
                      acceptableRate: 3 %
                      source: {targetGroup: {bad: [5xx]}}
            """;

    private static final int PER_MINUTE = 600;
    private static final double WEIGHT = 0.1;
    private static final double USUAL = 0.005;
    private static final double TIMES_AS_MANY = 10;
    private static final Duration BAKE = Duration.ofMinutes(30);

    /** A minute of counts must be over, has a minute to settle, and is looked at half a minute later at most; then rules change. */
    private static final Duration BEHIND = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final DeploymentSetting settings = settings();

    private static DeploymentSetting settings() {
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", SETTINGS.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    @Test
    void aVersionThatFailsIsTakenBackWithinWhatThePlanSaysAndAGoodOneIsPromotedEarly() throws Exception {
        try (var shop = new RealShop(folder, settings)) {
            String two = shop.build("two", "5%");
            String three = shop.build("three", "0.5%");
            shop.open(shop.build("one", "0.5%"));
            try (var load = new PacedLoad(shop.account.aws.time(), shop.page(), PER_MINUTE)) {
                isTakenBack(shop, load, two);
                isPromoted(shop, load, three);
                assertThat(load.counts().keySet())
                        .as("nobody was left without the answer of a version")
                        .isSubsetOf("200 one", "500 one", "200 two", "500 two", "200 three", "500 three");
            }
        }
    }

    private void isTakenBack(RealShop shop, PacedLoad load, String image) throws Exception {
        assertThat(load.next(500).keySet()).isSubsetOf("200 one", "500 one");

        ExecutionState end = shop.release(image);

        assertThat(end.outcome()).as(shop.said.toString()).contains(Outcome.ROLLED_BACK);
        VerdictRecord record = record(
                shop,
                ((ActionPhase.Failed) ReleaseFixture.deployed(end))
                        .failure()
                        .verdicts()
                        .orElseThrow());
        assertThat(decision(record)).isInstanceOf(Decision.RollBack.class);
        Map<String, Long> counts = load.counts();
        assertThat(load.next(500).keySet()).isSubsetOf("200 one", "500 one");
        long bad = counts.getOrDefault("500 two", 0L);
        long asked = bad + counts.getOrDefault("200 two", 0L);
        long all = PacedLoad.sum(counts);
        double failed = (double) (bad + counts.getOrDefault("500 one", 0L)) / all;
        double more = bad - USUAL * asked;
        double promised = harm(found().plus(BEHIND));
        System.out.printf(
                "taken back: %s; %.2f %% failed, %.1f requests more than usual, %.1f promised%n",
                counts, 100 * failed, more, promised);
        assertThat(asked).as("requests to the canary").isGreaterThan(50);
        assertThat(more).as(counts.toString()).isLessThanOrEqualTo(promised + 3 * Math.sqrt(promised));
        assertThat(failed)
                .as(counts.toString())
                .isLessThanOrEqualTo(USUAL + promised / all + 3 * Math.sqrt(USUAL * all + promised) / all);
        picture(record, "canary-taken-back.svg");
    }

    private void isPromoted(RealShop shop, PacedLoad load, String image) throws Exception {
        ExecutionState end = shop.release(image);

        assertThat(end.outcome()).as(shop.said.toString()).contains(Outcome.SUCCEEDED);
        VerdictRecord record = record(
                shop,
                ((ActionPhase.Succeeded) ReleaseFixture.deployed(end))
                        .result()
                        .verdicts()
                        .orElseThrow());
        assertThat(decision(record)).isInstanceOf(Decision.Promote.class);
        Duration baked = Duration.between(
                shop.when("10 % of requests go to the new version."),
                shop.when("100 % of requests go to the new version."));
        System.out.println("promoted after " + baked + ": " + load.counts());
        assertThat(baked).isLessThan(BAKE);
        assertThat(load.next(500).keySet()).isSubsetOf("200 three", "500 three");
        picture(record, "canary-promoted.svg");
    }

    /** After what time the plan finds so many errors, but for one time in a hundred. */
    private Duration found() {
        VerdictSources sources = settings.verdict().orElseThrow();
        CanaryPlan plan = CanaryPlanner.plan(new PlanRequest(
                new CanaryTraffic(PER_MINUTE, USUAL, WEIGHT, 1),
                sources.settings().budget(),
                1,
                2,
                TIMES_AS_MANY,
                Duration.ofMinutes(1),
                BAKE,
                0.99,
                OptionalDouble.empty()));
        return plan.findings().stream()
                .filter(finding -> finding.ratio() == TIMES_AS_MANY)
                .findFirst()
                .flatMap(CanaryPlan.Finding::time)
                .orElseThrow();
    }

    /** How many requests more than usual fail in that time. */
    private static double harm(Duration time) {
        return time.toSeconds() / 60.0 * PER_MINUTE * WEIGHT * USUAL * (TIMES_AS_MANY - 1);
    }

    private static VerdictRecord record(RealShop shop, StoredVerdicts stored) throws IOException {
        String text = RecordBundle.read(shop.artifacts, stored.verdicts().getFirst());
        VerdictRecord record = VerdictRecordReader.read(
                        SourceText.of("verdict.jsonl", text.getBytes(StandardCharsets.UTF_8)), new Problems())
                .orElseThrow();
        assertThat(Replay.of(record).isEqual()).isTrue();
        return record;
    }

    private static Decision decision(VerdictRecord record) {
        return record.looks().getLast().standing().decision();
    }

    /** For the documentation. */
    private static void picture(VerdictRecord record, String name) throws IOException {
        String svg = EvidencePicture.svg(record);
        assertThat(svg).contains("<title>");
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(Path.of("../docs", name), svg);
        }
    }
}
