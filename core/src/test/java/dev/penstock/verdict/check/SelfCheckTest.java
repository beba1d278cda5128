package dev.penstock.verdict.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.simulate.Sampling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SelfCheckTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final VerdictSettings SETTINGS = VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("bad"));

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(5);

    @Test
    void independentErrorsRaiseFewFalseAlarmsAndBurstsMany() {
        SelfCheck.Outcome single = check(minutes(48 * 60, 1), 1);
        assertThat(single.arms()).containsExactly("blue", "green");
        assertThat(single.falseAlarms().of()).isEqualTo(96);
        assertThat(single.falseAlarms().lower()).isLessThanOrEqualTo(0.01);
        assertThat(single.overdispersion()).isCloseTo(1, within(0.1));

        SelfCheck.Outcome bursts = check(minutes(48 * 60, 8), 1);
        assertThat(bursts.falseAlarms().lower()).isGreaterThan(0.01);
        assertThat(bursts.overdispersion()).isCloseTo(8, within(1.0));
        assertThat(check(minutes(48 * 60, 8), bursts.overdispersion())
                        .falseAlarms()
                        .times())
                .isLessThanOrEqualTo(2);
    }

    /** Bursts of 5 on average are of 9 as a bad request sees them, where sizes vary geometrically. */
    @Test
    void aLargeBurstCountsForAllOfItsRequests() {
        List<PastMinute> minutes = days(5, () -> 1, () -> {
            int size = 1;
            while (random.nextDouble() > 0.2) {
                size++;
            }
            return size;
        });
        assertThat(check(minutes, 1).falseAlarms().lower()).isGreaterThan(0.01);
        SelfCheck.Outcome measured = check(minutes, check(minutes, 1).overdispersion());
        assertThat(measured.overdispersion()).isCloseTo(9, within(1.5));
        assertThat(measured.falseAlarms().lower()).isLessThanOrEqualTo(0.01);
    }

    /** An arm that is worse for a quarter of an hour shows over many minutes, hardly within one. */
    @Test
    void whatStaysForAWhileIsMeasuredOverRunsOfMinutes() {
        List<PastMinute> minutes = days(5, () -> random.nextInt(5) == 0 ? 2.5 : 1, () -> 1);
        SelfCheck.Outcome alone = check(minutes, 1);
        assertThat(alone.falseAlarms().lower()).isGreaterThan(0.01);
        assertThat(alone.overdispersion()).isGreaterThan(4);
        assertThat(check(minutes, alone.overdispersion()).falseAlarms().lower()).isLessThanOrEqualTo(0.01);
        List<PastMinute> apart = minutes.stream()
                .filter(minute -> minute.time().getEpochSecond() % 120 == 0)
                .toList();
        assertThat(check(apart, 1).overdispersion()).as("two minutes to a line").isGreaterThan(2);
    }

    @Test
    void aSingleArmIsSplitIntoCanariesOfItsOwnTraffic() {
        List<PastMinute> one = minutes(6 * 60, 1).stream()
                .filter(minute -> minute.arm().equals("blue"))
                .toList();
        SelfCheck.Outcome outcome = SelfCheck.check(one, SETTINGS, 0.1, 10, random);
        assertThat(outcome.arms()).containsExactly("blue");
        assertThat(outcome.falseAlarms().of()).isEqualTo(60);
        assertThat(outcome.falseAlarms().times()).isLessThanOrEqualTo(3);
        assertThat(outcome.promotions().times()).isPositive();
    }

    /** A thousand million requests a minute are split as quickly as a hundred, and as truly. */
    @Test
    void anyNumberOfRequestsIsSplit() {
        List<PastMinute> minutes = new ArrayList<>();
        for (int minute = 0; minute < 120; minute++) {
            minutes.add(new PastMinute(
                    START.plusSeconds(60L * minute),
                    "",
                    new ArmCounts(1_000_000_000, minute < 60 ? 5_000_000 : 995_000_000)));
        }
        SelfCheck.Outcome outcome = SelfCheck.check(minutes, SETTINGS, 0.1, 100, random);
        assertThat(outcome.falseAlarms().times()).isLessThanOrEqualTo(4);
        assertThat(outcome.promotions().times())
                .as("where hardly any could be worse, nothing is proven")
                .isEqualTo(100);
        assertThat(outcome.overdispersion()).isCloseTo(1, within(0.1));
    }

    @Test
    void whatCannotBeJudgedIsRefused() {
        List<PastMinute> few = minutes(30, 1);
        assertThatThrownBy(() -> SelfCheck.check(few, SETTINGS, 0.1, 1, random))
                .hasMessage("The minutes do not fill one bake time.");
        List<PastMinute> apart = few.stream()
                .map(minute -> minute.arm().equals("blue")
                        ? new PastMinute(minute.time().plusSeconds(30), "blue", minute.counts())
                        : minute)
                .toList();
        assertThatThrownBy(() -> SelfCheck.check(apart, SETTINGS, 0.1, 1, random))
                .hasMessageStartingWith("The arms 'blue' and 'green' have no time in common.");
        List<PastMinute> twice = new ArrayList<>(few);
        twice.add(few.getFirst());
        assertThatThrownBy(() -> SelfCheck.check(twice, SETTINGS, 0.1, 1, random))
                .hasMessage("The minute 2026-03-01T00:00:00Z is there twice for the arm 'blue'.");
        List<PastMinute> three = new ArrayList<>(few);
        three.add(new PastMinute(START, "red", ArmCounts.NONE));
        assertThatThrownBy(() -> SelfCheck.check(three, SETTINGS, 0.1, 1, random))
                .hasMessage("There are 3 arms: blue, green, red. One or two can be judged.");
    }

    @Test
    void intervalsAreThoseOfClopperAndPearson() {
        // By SciPy 1.17.1: binomtest(k, n).proportion_ci(method='exact').
        assertThat(Proportion.of(0, 100).upper()).isCloseTo(0.03621669264519054, within(1e-9));
        assertThat(Proportion.of(0, 100).lower()).isZero();
        assertThat(Proportion.of(3, 200).lower()).isCloseTo(0.003104107621555085, within(1e-9));
        assertThat(Proportion.of(3, 200).upper()).isCloseTo(0.043208281917709784, within(1e-9));
        assertThat(Proportion.of(7, 7).upper()).isOne();
        assertThat(Proportion.of(7, 7).lower()).isCloseTo(0.5903836027749514, within(1e-9));
    }

    @Test
    void csvAndJsonSayTheSame() {
        List<PastMinute> csv = read(
                "metrics.csv",
                "time,requests,\"arm\",bad\n2026-03-01T00:00:00Z,600,blue,3\n1772323260, 600,green,4\n\n");
        List<PastMinute> json = read("metrics.json", """
                [{"time": "2026-03-01T00:00:00Z", "arm": "blue", "requests": 600, "bad": 3},
                 {"time": 1772323260, "arm": "green", "requests": 600, "bad": 4}]""");
        assertThat(csv)
                .isEqualTo(json)
                .containsExactly(
                        new PastMinute(START, "blue", new ArmCounts(600, 3)),
                        new PastMinute(START.plusSeconds(60), "green", new ArmCounts(600, 4)));
    }

    @Test
    void everyLineThatCannotBeReadIsToldWithItsNumber() {
        assertThat(problems("metrics.csv", "time,requests,bad\nnoon,1,1\n1,2\n1,many,1\n1,5,6\n"))
                .containsExactly(
                        "2 'noon' is no time.",
                        "3 This line has 2 cells, the first has 3.",
                        "4 Requests 'many' and bad '1' are not both whole numbers.",
                        "5 Of 5 requests 6 cannot be bad.");
        assertThat(problems("metrics.csv", "when,what\n")).hasSize(1);
        assertThat(problems("metrics.csv", "time,requests,bad\n")).containsExactly("1 The file has no counts.");
        assertThat(problems("metrics.json", "{}")).containsExactly("1 A list is wanted here.");
    }

    private SelfCheck.Outcome check(List<PastMinute> minutes, double overdispersion) {
        VerdictSettings settings =
                VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("bad").withOverdispersion(overdispersion));
        return SelfCheck.check(minutes, settings, 0.5, 1, random);
    }

    /** Two arms of 600 requests a minute, of which 1 % are bad, in bursts of that size. */
    private List<PastMinute> minutes(int count, int burst) {
        List<PastMinute> minutes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (String arm : List.of("blue", "green")) {
                long bad = burst * Sampling.poisson(6.0 / burst, random);
                minutes.add(new PastMinute(START.plusSeconds(60L * i), arm, ArmCounts.counted(600, bad)));
            }
        }
        return minutes;
    }

    /** Days of two arms of 600 requests a minute, whose rate of bad ones changes each quarter of an hour and which come in bursts. */
    private List<PastMinute> days(int days, DoubleSupplier quarter, IntSupplier burst) {
        List<PastMinute> minutes = new ArrayList<>();
        for (String arm : List.of("blue", "green")) {
            double times = 1;
            for (int minute = 0; minute < days * 24 * 60; minute++) {
                times = minute % 15 == 0 ? quarter.getAsDouble() : times;
                long bad = 0;
                for (long left = Sampling.poisson(3 * times, random); left > 0; left--) {
                    bad += burst.getAsInt();
                }
                minutes.add(new PastMinute(START.plusSeconds(60L * minute), arm, ArmCounts.counted(600, bad)));
            }
        }
        return minutes;
    }

    private static List<PastMinute> read(String file, String text) {
        var problems = new Problems();
        List<PastMinute> minutes = PastMetricsReader.read(SourceText.of(file, text), problems);
        assertThat(problems.list()).isEmpty();
        return minutes;
    }

    private static List<String> problems(String file, String text) {
        var problems = new Problems();
        PastMetricsReader.read(SourceText.of(file, text), problems);
        return problems.list().stream()
                .map(problem -> problem.span().line() + " " + problem.message())
                .toList();
    }
}
