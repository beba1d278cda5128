package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.VerdictPlanOutput;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.VerdictSettingsException;
import dev.penstock.verdict.plan.CanaryPlan;
import dev.penstock.verdict.plan.CanaryPlanner;
import dev.penstock.verdict.plan.CanaryTraffic;
import dev.penstock.verdict.plan.PlanException;
import dev.penstock.verdict.plan.PlanRequest;
import dev.penstock.verdict.plan.RolloutPower;
import dev.penstock.verdict.plan.RolloutStep;
import dev.penstock.verdict.plan.RolloutTraffic;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what a canary can find. */
@Command(
        name = "plan",
        description = "Say what a canary can find at your traffic, and in what time.",
        footer = "Shares may be typed as 0.005 or 0.5%%, times as 90s, 10m or 1h.")
final class VerdictPlanCommand extends PenstockCommand {

    @Option(
            names = "--requests-per-minute",
            required = true,
            paramLabel = "N",
            description = "Requests to both versions.")
    private double requestsPerMinute;

    @Option(
            names = "--base-error-rate",
            required = true,
            paramLabel = "SHARE",
            description = "The usual share of bad requests.")
    private String baseErrorRate = "";

    @Option(
            names = "--weight",
            defaultValue = "10%",
            paramLabel = "SHARE",
            description = "The canary's share; 10%% unless said.")
    private String weight = "";

    @Option(
            names = "--ratio",
            defaultValue = "2",
            paramLabel = "N",
            description = "The rise that must be found; 2 for a doubling.")
    private double ratio;

    @Option(names = "--bake", defaultValue = "1h", paramLabel = "TIME", description = "The bake time; 1h unless said.")
    private String bake = "";

    @Option(
            names = "--look",
            defaultValue = "1m",
            paramLabel = "TIME",
            description = "The time between looks; 1m unless said.")
    private String look = "";

    @Option(
            names = "--chance",
            defaultValue = "90%",
            paramLabel = "SHARE",
            description = "How sure it must be found; 90%% unless said.")
    private String chance = "";

    @Option(
            names = "--false-rollback",
            defaultValue = "1%",
            paramLabel = "SHARE",
            description = "How often a good one may go back; 1%%.")
    private String falseRollback = "";

    @Option(
            names = "--false-promotion",
            defaultValue = "5%",
            paramLabel = "SHARE",
            description = "How often a bad one may go on; 5%%.")
    private String falsePromotion = "";

    @Option(
            names = "--unacceptable-ratio",
            defaultValue = "2",
            paramLabel = "N",
            description = "The rise that a promotion must refute.")
    private double unacceptableRatio;

    @Option(
            names = "--metrics",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many metrics share the budget.")
    private int metrics;

    @Option(
            names = "--overdispersion",
            defaultValue = "1",
            paramLabel = "N",
            description = "How much more bad requests spread than independent ones; 1 unless said.")
    private double overdispersion;

    @Option(
            names = "--harm-budget",
            paramLabel = "N",
            description = "Requests that may be lost; proposes weight and bake time.")
    private @Nullable Double harmBudget;

    @Option(
            names = "--steps",
            paramLabel = "WEIGHT:TIME,…",
            description = "A ramp such as 5%%:10m,25%%:30m instead of one weight; says what each step finds.")
    private @Nullable String steps;

    @Option(
            names = "--acceptable-rate",
            paramLabel = "SHARE",
            description = "With --steps: a share of bad requests that is no harm.")
    private @Nullable String acceptableRate;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private ReportFormat output = ReportFormat.TEXT;

    VerdictPlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        return steps == null ? one() : ramp(steps);
    }

    /** Each step of a ramp, in words. */
    private ExitCode ramp(String ramp) {
        RolloutPower power;
        try {
            MetricSettings metric = new MetricSettings(
                    "errors",
                    1,
                    unacceptableRatio,
                    acceptableRate == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(Amounts.share("--acceptable-rate", acceptableRate)),
                    overdispersion);
            VerdictSettings settings = VerdictSettings.of(Amounts.time("--bake", bake), metric)
                    .with(ErrorBudget.of(
                            Amounts.share("--false-rollback", falseRollback),
                            Amounts.share("--false-promotion", falsePromotion)));
            var traffic = new RolloutTraffic(
                    requestsPerMinute,
                    Map.of(),
                    Amounts.share("--base-error-rate", baseErrorRate),
                    Amounts.time("--look", look));
            power = RolloutPower.of(
                    Stream.of(ramp.split(",")).map(VerdictPlanCommand::step).toList(), traffic, settings);
        } catch (PlanException refusal) {
            throw new CommandFailure(Refusal.COMMAND_LINE, refusal.getMessage());
        } catch (VerdictSettingsException refusal) {
            throw new CommandFailure(Refusal.COMMAND_LINE, refusal.getMessage());
        }
        if (output == ReportFormat.JSON) {
            surroundings().out().println(VerdictPlanOutput.json(power));
        } else {
            power.sentences().forEach(surroundings().out()::println);
        }
        return ExitCode.SUCCEEDED;
    }

    private static RolloutStep step(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length != 2) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE, "'" + text + "' is no step. A step is a weight and a time, such as 5%:10m.");
        }
        return new RolloutStep(Amounts.share("--steps", parts[0]), Amounts.time("--steps", parts[1]));
    }

    private ExitCode one() {
        CanaryPlan plan = CanaryPlanner.plan(request());
        if (output == ReportFormat.JSON) {
            surroundings().out().println(VerdictPlanOutput.json(plan));
        } else {
            VerdictPlanOutput.lines(plan).forEach(surroundings().out()::println);
        }
        return ExitCode.SUCCEEDED;
    }

    private PlanRequest request() {
        try {
            return new PlanRequest(
                    new CanaryTraffic(
                            requestsPerMinute,
                            Amounts.share("--base-error-rate", baseErrorRate),
                            Amounts.share("--weight", weight),
                            overdispersion),
                    ErrorBudget.of(
                            Amounts.share("--false-rollback", falseRollback),
                            Amounts.share("--false-promotion", falsePromotion)),
                    metrics,
                    unacceptableRatio,
                    ratio,
                    Amounts.time("--look", look),
                    Amounts.time("--bake", bake),
                    Amounts.share("--chance", chance),
                    harmBudget == null ? OptionalDouble.empty() : OptionalDouble.of(harmBudget));
        } catch (PlanException refusal) {
            throw new CommandFailure(Refusal.COMMAND_LINE, refusal.getMessage());
        } catch (VerdictSettingsException refusal) {
            throw new CommandFailure(Refusal.COMMAND_LINE, refusal.getMessage());
        }
    }
}
