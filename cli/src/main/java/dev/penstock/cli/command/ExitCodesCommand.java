package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the exit codes. */
@Command(name = "exit-codes", description = "List what the exit codes mean.")
final class ExitCodesCommand extends PenstockCommand {

    ExitCodesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        for (ExitCode code : ExitCode.values()) {
            String name = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            surroundings().out().printf(Locale.ROOT, "%3d  %-12s  %s%n", code.number(), name, code.meaning());
        }
        return ExitCode.SUCCEEDED;
    }
}
