package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.controlplane.ControlPlaneUse;
import dev.penstock.cli.controlplane.MonthlyCost;
import dev.penstock.runner.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the control plane would cost, and at which use. */
final class CostOptions {

    private static final String OTHERWISE = "us-east-1";

    @Option(names = "--cost", description = "Show what a month costs at a given use, by service, and do nothing else.")
    private boolean only;

    @Option(
            names = "--deployments-per-day",
            paramLabel = "N",
            defaultValue = "20",
            description = "At how many deployments the cost is shown; 20 unless said otherwise.")
    private int deploymentsPerDay = 20;

    /** Whether nothing else is asked for. */
    boolean only() {
        return only;
    }

    /**
     * The cost with the parameters of a stack.
     *
     * @param region that was asked for; the environment's otherwise
     */
    MonthlyCost of(Map<String, String> parameters, Optional<String> region, Surroundings surroundings) {
        if (deploymentsPerDay < 0) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "There are no " + deploymentsPerDay + " deployments in a day, and nothing was changed.",
                    "Give --deployments-per-day a number from 0.");
        }
        String where = region.or(() -> Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                        .flatMap(name ->
                                Stream.ofNullable(surroundings.environment().get(name)))
                        .findFirst())
                .orElse(OTHERWISE);
        return MonthlyCost.of(ControlPlaneUse.of(deploymentsPerDay, parameters), where);
    }
}
