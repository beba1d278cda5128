package dev.penstock.rule;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.pipeline.ActionTypeId;
import java.time.ZoneOffset;
import java.util.List;

/** {@code Rule/AWS/DeploymentWindow/1}: holds in the minutes that a cron expression stands for. */
public final class DeploymentWindowRule
        implements ActionProvider<DeploymentWindowRule.Configuration, DeploymentWindowRule.State> {

    /**
     * The configuration.
     *
     * @param cron the expression
     * @param timeZone whose clocks count
     */
    public record Configuration(String cron, String timeZone) {}

    /** Nothing is kept. */
    public record State() {}

    @Override
    public ActionTypeId type() {
        return Rules.type("DeploymentWindow");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Configuration configure(ConfigurationReader configuration) {
        String cron = configuration.required("Cron");
        String zone = configuration.optional("TimeZone").orElse("UTC");
        if (configuration.isKnown("Cron")) {
            try {
                CronWindow.of(cron, ZoneOffset.UTC);
            } catch (CronWindow.Malformed e) {
                configuration.problem(
                        "Cron",
                        "'" + cron + "' is no cron expression: " + e.why() + ".",
                        "Write seconds, minutes, hours, day of the month, month and day of the week, such as"
                                + " '* * 8-16 ? * MON-FRI'.");
            }
        }
        if (configuration.isKnown("TimeZone")) {
            try {
                CronWindow.zone(zone);
            } catch (CronWindow.Malformed e) {
                configuration.problem(
                        "TimeZone", "Of the window, " + e.why() + ".", "Name one as 'Europe/Berlin' or 'UTC+02:00'.");
            }
        }
        return new Configuration(cron, zone);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Configuration configuration) {
        return new State();
    }

    @Override
    public StepResult<State> step(ActionContext context, Configuration configuration, State state) {
        String window = "'" + configuration.cron() + "' (" + configuration.timeZone() + ")";
        try {
            boolean open = CronWindow.of(configuration.cron(), CronWindow.zone(configuration.timeZone()))
                    .isOpen(context.now());
            return open
                    ? Rules.holds("the window " + window + " is open")
                    : Rules.doesNotHold(
                            "PEN-RULE-002",
                            "The window " + window + " is not open at " + context.now() + ".",
                            List.of());
        } catch (CronWindow.Malformed e) {
            throw new IllegalStateException("it was read before", e);
        }
    }
}
