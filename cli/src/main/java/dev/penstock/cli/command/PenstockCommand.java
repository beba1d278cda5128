package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have. */
@Command(
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%n")
public abstract class PenstockCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--debug", order = 1000, description = "Show stack traces of what goes wrong.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            order = 1001,
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // picocli reads it by itself
    private boolean help;

    PenstockCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Commands below this one, by their names; most have none. */
    public Map<String, PenstockCommand> commands() {
        return Map.of();
    }

    /** Does it. */
    abstract ExitCode execute() throws Exception;

    @Override
    public Integer call() throws Exception {
        return execute().number();
    }

    /** Whether stack traces are shown: asked for here, or by {@code PENSTOCK_DEBUG}. */
    public final boolean debug() {
        return debug
                || !surroundings
                        .environment()
                        .getOrDefault("PENSTOCK_DEBUG", "")
                        .isEmpty();
    }

    final Surroundings surroundings() {
        return surroundings;
    }
}
