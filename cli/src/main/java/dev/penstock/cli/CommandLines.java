package dev.penstock.cli;

import dev.penstock.cli.command.CommandName;
import dev.penstock.cli.command.PenstockCommand;
import dev.penstock.runner.Refusal;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Parses a command line, runs the command, and tells what goes wrong: in one place for all commands. */
final class CommandLines {

    private CommandLines() {}

    /** The command above all others. */
    @Command(name = "penstock", description = "Runs CodePipeline-style deployments outside CodePipeline.")
    @SuppressWarnings("UnusedVariable") // picocli reads the two options by itself
    private static final class Root implements Runnable {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this, or with a command what it takes.")
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version.")
        private boolean version;

        @Override
        public void run() {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "There is no command in this call.",
                    "Try 'penstock --help' for the commands.");
        }
    }

    static int execute(String[] args, Surroundings surroundings) {
        String[] line = withoutHelpWord(args);
        CommandLine root = line(CommandName.of(line[0]), surroundings);
        root.setOut(surroundings.writer(surroundings.out()));
        root.setErr(surroundings.writer(surroundings.err()));
        root.setParameterExceptionHandler((exception, arguments) -> usage(exception, surroundings));
        root.setExecutionExceptionHandler(
                (exception, command, result) -> Failures.tell(exception, debug(result), surroundings));
        return root.execute(line);
    }

    /** The parser for one command, or for all of them if it is not known which one is meant. */
    static CommandLine line(Optional<CommandName> name, Surroundings surroundings) {
        CommandLine root = new CommandLine(new Root());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        if (name.isPresent()) {
            add(root, name.get(), surroundings);
        } else {
            for (CommandName each : CommandName.values()) {
                add(root, each, surroundings);
            }
        }
        return root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void add(CommandLine root, CommandName name, Surroundings surroundings) {
        var command = name.create(surroundings);
        var line = new CommandLine(command);
        if (command instanceof PenstockCommand group) {
            group.commands().forEach(line::addSubcommand);
        }
        root.addSubcommand(name.word(), line);
    }

    /** {@code penstock help run} means {@code penstock run --help}. */
    private static String[] withoutHelpWord(String[] args) {
        return args.length == 2 && args[0].equals("help") ? new String[] {args[1], "--help"} : args;
    }

    private static boolean debug(ParseResult result) {
        return result.asCommandLineList().stream()
                .anyMatch(each ->
                        each.getCommandSpec().userObject() instanceof PenstockCommand command && command.debug());
    }

    private static int usage(ParameterException exception, Surroundings surroundings) {
        return Failures.tell(UsageFaults.of(exception), false, surroundings);
    }
}
