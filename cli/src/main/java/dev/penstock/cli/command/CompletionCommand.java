package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script. */
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh.",
        footer = {"Switch it on with:", "  source <(penstock completion)"})
final class CompletionCommand extends PenstockCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        CommandLine root = spec.root().commandLine();
        for (CommandName name : CommandName.values()) {
            if (!root.getSubcommands().containsKey(name.word())) {
                root.addSubcommand(name.word(), name.create(surroundings()));
            }
        }
        surroundings().out().print(AutoComplete.bash("penstock", root));
        return ExitCode.SUCCEEDED;
    }
}
