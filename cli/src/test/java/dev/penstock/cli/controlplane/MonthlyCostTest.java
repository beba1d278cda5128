package dev.penstock.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.Console;
import dev.penstock.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the control plane costs: the page says what is computed, and the command as well. */
class MonthlyCostTest {

    private static final int[] PER_DAY = {10, 1_000, 100_000};

    @Test
    void thePageHasWhatIsComputed() throws IOException {
        String page = Files.readString(Path.of("../docs/control-plane.md"));
        assertThat(page).contains(rows());
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (String service : at(10, "us-east-1").byService().keySet()) {
            rows.append(row(
                    service,
                    IntStream.of(PER_DAY)
                            .mapToDouble(perDay ->
                                    at(perDay, "us-east-1").byService().getOrDefault(service, 0.0))));
        }
        for (String region : new String[] {"us-east-1", "eu-west-1", "eu-central-1"}) {
            rows.append(row(
                    "together, " + region,
                    IntStream.of(PER_DAY)
                            .mapToDouble(perDay -> at(perDay, region).total())));
        }
        rows.append("| functions at once, on average | ")
                .append(IntStream.of(PER_DAY)
                        .mapToObj(perDay -> plain(use(perDay).functionsAtOnce()))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n");
        rows.append("| units written to the table in a second, on average | ")
                .append(IntStream.of(PER_DAY)
                        .mapToObj(perDay -> plain(use(perDay).writeUnitsPerSecond()))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n");
        return rows.toString();
    }

    private static String row(String name, DoubleStream costs) {
        return "| " + name + " | "
                + costs.mapToObj(cost -> String.format(Locale.ROOT, "$%,.2f", cost))
                        .collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String plain(double number) {
        return String.format(Locale.ROOT, number < 1 ? "%.3f" : "%,.1f", number);
    }

    private static ControlPlaneUse use(int perDay) {
        return ControlPlaneUse.of(perDay, Map.of());
    }

    private static MonthlyCost at(int perDay, String region) {
        return MonthlyCost.of(use(perDay), region);
    }

    @Test
    void nothingDeployedCostsTheTickAndWhatStandsThere() {
        Map<String, Double> idle = at(0, "us-east-1").byService();
        // Four alarms and two secrets.
        assertThat(idle.get("Alarms and secrets")).isBetween(1.2, 1.21);
        assertThat(at(0, "us-east-1").total()).isLessThan(3);
        assertThat(MonthlyCost.of(ControlPlaneUse.of(0, Map.of("Tick", "rate(1 hour)")), "us-east-1")
                        .byService()
                        .get("Lambda"))
                .as("a tick each hour in place of twelve")
                .isEqualTo(idle.getOrDefault("Lambda", 0.0) / 12, Offset.offset(1e-9));
    }

    @Test
    void theCommandShowsItAndChangesNothing() {
        Console console = new Console();
        assertThat(console.run("bootstrap", "--cost", "--deployments-per-day", "1000", "--region", "eu-west-1"))
                .isZero();
        assertThat(console.out())
                .startsWith("A month, 1,000 deployments a day, in eu-west-1")
                .contains("DynamoDB, stored", "together", "AWS's list prices of ", "without its free tier");
        assertThat(Path.of("penstock-control-plane")).doesNotExist();

        assertThat(console.run("bootstrap", "--cost", "--region", "ap-south-2")).isZero();
        assertThat(console.out()).contains("at the prices of us-east-1, as those of ap-south-2 are not known here");

        assertThat(console.run("bootstrap", "--cost", "--deployments-per-day", "-1"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There are no -1 deployments in a day");
    }
}
