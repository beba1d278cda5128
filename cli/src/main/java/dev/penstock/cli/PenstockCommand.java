package dev.penstock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others: without a subcommand it has nothing to do, and says so with its usage. */
@Command(
        name = "penstock",
        description = "Runs CodePipeline-style deployments outside CodePipeline.",
        versionProvider = PenstockCommand.Version.class,
        mixinStandardHelpOptions = true)
final class PenstockCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a subcommand.");
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PenstockCommand.class.getPackage().getImplementationVersion();
            return new String[] {"penstock " + (version == null ? "(not packaged)" : version)};
        }
    }
}
