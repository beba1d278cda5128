package dev.penstock.cli;

/**
 * What {@code penstock --help} prints. Written out, because making it from the commands would load all of them; a test
 * holds it and the commands equal.
 */
public final class RootHelp {

    private RootHelp() {}

    /** The text, at most 80 columns wide. */
    public static String text() {
        return """
                Usage: penstock COMMAND [OPTIONS]

                Runs CodePipeline-style deployments outside CodePipeline: the same definition,
                durable, against AWS or a simulated one.

                Commands:
                  completion  Print the completion script for bash and zsh
                  exit-codes  List what the exit codes mean

                Options:
                  -h, --help     Show this, or with a command what it takes
                  -V, --version  Show the version
                """;
    }
}
