package dev.penstock.rollout.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.rollout.configuration.TrafficRouting.AllAtOnce;
import dev.penstock.rollout.configuration.TrafficRouting.Shift;
import dev.penstock.rollout.configuration.TrafficRouting.TimeBasedCanary;
import dev.penstock.rollout.configuration.TrafficRouting.TimeBasedLinear;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies of CodePipeline's deploy action for Lambda mean what AWS says. */
class DeployStrategyTest {

    private static TrafficRouting routing(String name) {
        return ((NameReading.Known<DeployStrategy>) DeployStrategy.read(name))
                .meaning()
                .routing();
    }

    private static NameReading.Refused<DeployStrategy> refused(String name) {
        return (NameReading.Refused<DeployStrategy>) DeployStrategy.read(name);
    }

    @Test
    void readsTheThreeForms() {
        assertThat(routing("AllAtOnce")).isEqualTo(new AllAtOnce());
        assertThat(routing("Canary10Percent5Minutes")).isEqualTo(new TimeBasedCanary(10, Duration.ofMinutes(5)));
        assertThat(routing("Linear10PercentEvery1Minute")).isEqualTo(new TimeBasedLinear(10, Duration.ofMinutes(1)));
        assertThat(routing("Linear25PercentEvery12Minutes")).isEqualTo(new TimeBasedLinear(25, Duration.ofMinutes(12)));
    }

    @Test
    void theLastShiftMovesWhatIsLeft() {
        assertThat(routing("Linear30PercentEvery2Minutes").shifts())
                .containsExactly(
                        new Shift(30, Duration.ofMinutes(2)),
                        new Shift(60, Duration.ofMinutes(2)),
                        new Shift(90, Duration.ofMinutes(2)),
                        new Shift(100, Duration.ZERO));
        assertThat(routing("Linear10PercentEvery1Minute").duration()).isEqualTo(Duration.ofMinutes(9));
        assertThat(routing("Canary10Percent5Minutes").duration()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "Canary10Percent2880Minutes, true",
        "Canary10Percent2881Minutes, false",
        "Linear50PercentEvery2880Minutes, true",
        "Linear10PercentEvery320Minutes, true",
        "Linear10PercentEvery321Minutes, false",
        "Linear99PercentEvery2880Minutes, true",
        "Linear1PercentEvery29Minutes, true",
        "Linear1PercentEvery30Minutes, false",
        "Canary99Percent1Minutes, true",
        "Canary100Percent1Minutes, false",
        "Canary0Percent1Minutes, false",
        "Canary10Percent0Minutes, false",
        "Canary10Percent99999999999999999999Minutes, false",
        "Linear99999999999999999999PercentEvery1Minute, false"
    })
    void keepsToTwoDaysAndToOneStepOf99PerCent(String name, boolean right) {
        assertThat(DeployStrategy.read(name) instanceof NameReading.Known).isEqualTo(right);
    }

    @Test
    void saysHowLongTheIntervalMayBe() {
        assertThat(refused("Linear10PercentEvery321Minutes").hint()).contains("320 minutes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "allatonce", "Canary", "Canary10Percent", "Linear10Percent5Minutes", "AllAtOnce "})
    void refusesWhatIsNoStrategy(String name) {
        assertThat(refused(name).hint()).contains("Canary10Percent5Minutes");
    }

    @Test
    void pointsToTheNameWithoutCodeDeploysPrefix() {
        assertThat(refused("CodeDeployDefault.LambdaCanary10Percent5Minutes").hint())
                .contains("'Canary10Percent5Minutes'");
        assertThat(refused("CodeDeployDefault.LambdaLinear10PercentEvery1Minute")
                        .hint())
                .contains("'Linear10PercentEvery1Minute'");
    }

    @Test
    void sharesRiseToAllOfItAndTakeNoLongerThanTwoDays() {
        for (int percent = 1; percent <= TrafficRouting.LARGEST_INCREMENT; percent++) {
            for (String form : List.of("Canary%dPercent%dMinutes", "Linear%dPercentEvery%dMinutes")) {
                for (int minutes : new int[] {1, 29, 30, 320, 2880}) {
                    if (DeployStrategy.read(form.formatted(percent, minutes))
                            instanceof NameReading.Known<DeployStrategy>(DeployStrategy strategy)) {
                        List<Shift> shifts = strategy.routing().shifts();
                        assertThat(strategy.routing().duration())
                                .as(strategy.name())
                                .isLessThanOrEqualTo(TrafficRouting.LONGEST);
                        assertThat(shifts.getFirst().percent()).isEqualTo(percent);
                        assertThat(shifts.getLast()).isEqualTo(new Shift(100, Duration.ZERO));
                        assertThat(IntStream.range(1, shifts.size()))
                                .allMatch(i -> shifts.get(i).percent()
                                                > shifts.get(i - 1).percent()
                                        && shifts.get(i).percent()
                                                        - shifts.get(i - 1).percent()
                                                <= TrafficRouting.LARGEST_INCREMENT);
                    }
                }
            }
        }
    }

    @Test
    void aRoutingIsLegalOrNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeBasedCanary(100, Duration.ofMinutes(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeBasedCanary(10, Duration.ofSeconds(59)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeBasedCanary(10, Duration.ofDays(3)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeBasedLinear(1, Duration.ofHours(1)));
    }
}
