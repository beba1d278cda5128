package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.runner.Refusal;
import dev.penstock.verdict.Texts;
import java.time.Duration;
import java.util.OptionalDouble;

/** Shares and times as they are typed. */
final class Amounts {

    private Amounts() {}

    /** A share: {@code 0.005} or {@code 0.5%}. */
    static double share(String option, String text) {
        OptionalDouble percent = Texts.percent(text);
        if (percent.isPresent()) {
            return percent.getAsDouble();
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "'" + text + "' is no share.",
                    "Write '" + option + " 0.005' or '" + option + " 0.5%'.");
        }
    }

    /** A span of time: {@code 90s}, {@code 10m}, {@code 1h}. */
    static Duration time(String option, String text) {
        return Texts.duration(text)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "'" + text + "' is no time.",
                        "Write '" + option + " 90s', '10m' or '1h'."));
    }
}
