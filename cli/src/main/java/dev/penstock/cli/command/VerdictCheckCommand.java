package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.VerdictSettingsException;
import dev.penstock.verdict.check.PastMetricsReader;
import dev.penstock.verdict.check.PastMinute;
import dev.penstock.verdict.check.Proportion;
import dev.penstock.verdict.check.SelfCheck;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges past metrics as if they had been canaries. */
@Command(
        name = "check",
        description = "Judge past metrics as if they had been canaries, and count the false alarms.",
        footer = {
            "FILE is CSV with the columns time, arm, requests and bad, or JSON with a list of",
            "such objects. Two arms are judged against each other; one is split at random."
        })
final class VerdictCheckCommand extends PenstockCommand {

    /** Up to here it may be chance. */
    private static final double NOTABLE = 1.25;

    @Parameters(paramLabel = "FILE", description = "Requests and bad requests of each minute.")
    private String file = "";

    @Option(
            names = "--bake",
            defaultValue = "1h",
            paramLabel = "TIME",
            description = "The length of each canary; 1h unless said.")
    private String bake = "";

    @Option(
            names = "--weight",
            defaultValue = "10%",
            paramLabel = "SHARE",
            description = "The canary's share of a single arm; 10%%.")
    private String weight = "";

    @Option(
            names = "--repetitions",
            defaultValue = "20",
            paramLabel = "N",
            description = "How often a single arm is split; 20.")
    private int repetitions;

    @Option(
            names = "--false-rollback",
            defaultValue = "1%",
            paramLabel = "SHARE",
            description = "The budget that is checked; 1%%.")
    private String falseRollback = "";

    @Option(
            names = "--overdispersion",
            defaultValue = "1",
            paramLabel = "N",
            description = "How much more bad requests spread than independent ones; 1 unless said.")
    private double overdispersion;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the random splits; the same gives the same.")
    private long seed;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private ReportFormat output = ReportFormat.TEXT;

    VerdictCheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        SourceText source = InputFiles.read(file, surroundings(), PastMetricsReader.MOST_BYTES);
        var problems = new Problems();
        List<PastMinute> minutes = PastMetricsReader.read(source, problems);
        if (problems.hasErrors()) {
            if (output == ReportFormat.JSON) {
                problems.list().forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
            } else {
                ProblemOutput.print(
                        problems.list(), List.of(source), surroundings().err(), surroundings());
            }
            return ExitCode.INVALID;
        }
        SelfCheck.Outcome outcome = check(minutes);
        if (output == ReportFormat.JSON) {
            printJson(outcome);
        } else {
            print(outcome);
        }
        return ExitCode.SUCCEEDED;
    }

    private SelfCheck.Outcome check(List<PastMinute> minutes) {
        double share = Amounts.share("--weight", weight);
        if (!(share > 0 && share < 1) || repetitions < 1) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE, "A weight is above 0 and below 1, and there is at least one repetition.");
        }
        try {
            VerdictSettings settings = VerdictSettings.of(
                            Amounts.time("--bake", bake),
                            MetricSettings.of("bad").withOverdispersion(overdispersion))
                    .with(ErrorBudget.of(Amounts.share("--false-rollback", falseRollback), 0.05));
            return SelfCheck.check(
                    minutes,
                    settings,
                    share,
                    repetitions,
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        } catch (VerdictSettingsException refusal) {
            throw new CommandFailure(Refusal.COMMAND_LINE, refusal.getMessage());
        } catch (IllegalArgumentException refusal) {
            throw new CommandFailure(Refusal.INPUT, String.valueOf(refusal.getMessage()));
        }
    }

    private void print(SelfCheck.Outcome outcome) {
        var out = surroundings().out();
        Proportion alarms = outcome.falseAlarms();
        boolean split = outcome.arms().size() == 1;
        out.println(Texts.count(alarms.of(), "canary", "canaries") + " of " + bake + " each, "
                + (split
                        ? "made by splitting one arm at random."
                        : "made of '" + String.join("' and '", outcome.arms()) + "'."));
        out.println("False alarms: " + alarms.times() + ", which is " + percent(alarms) + ".");
        out.println("Promoted: " + outcome.promotions().times() + ", which is " + percent(outcome.promotions()) + ".");
        double allowed = Amounts.share("--false-rollback", falseRollback);
        if (alarms.lower() > allowed) {
            out.println("That is more than the " + Texts.percent(allowed) + " that is allowed for.");
        }
        if (outcome.overdispersion() > NOTABLE && overdispersion < outcome.overdispersion()) {
            out.println("Bad requests depend on each other: try --overdispersion "
                    + Texts.significant(Math.ceil(outcome.overdispersion()), 3) + ".");
        }
        if (split) {
            out.println("A random split tears bursts apart; two arms that served side by side say more.");
        }
    }

    private static String percent(Proportion proportion) {
        return Texts.percent(proportion.rate()) + " (95 % interval: " + Texts.percent(proportion.lower()) + " to "
                + Texts.percent(proportion.upper()) + ")";
    }

    private void printJson(SelfCheck.Outcome outcome) {
        Proportion alarms = outcome.falseAlarms();
        surroundings()
                .out()
                .println(JsonOutput.line("verdictCheck")
                        .put("file", file)
                        .putTexts("arms", outcome.arms())
                        .put("canaries", alarms.of())
                        .put("falseAlarms", alarms.times())
                        .put("falseAlarmRate", alarms.rate())
                        .put("falseAlarmRateLower", alarms.lower())
                        .put("falseAlarmRateUpper", alarms.upper())
                        .put("promotions", outcome.promotions().times())
                        .put("overdispersion", outcome.overdispersion()));
    }
}
