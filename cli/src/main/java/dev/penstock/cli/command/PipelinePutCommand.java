package dev.penstock.cli.command;

import dev.penstock.aws.AwsServices;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.library.FunctionRules;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.runner.Definition;
import dev.penstock.runner.NamedFile;
import dev.penstock.runner.project.OpenRegistry;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a pipeline. */
@Command(
        name = "put",
        description = {
            "Register a pipeline, in place of one of the same name.",
            "What is wrong with it is told, and nothing is registered then; what the functions cannot do is told, too."
                    + " Executions that were started before keep what they have."
        })
final class PipelinePutCommand extends PenstockCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The definition.")
    private Path file = Path.of("pipeline.yml");

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "What the definition cannot say; penstock.yml beside it unless said otherwise.")
    private @Nullable Path settings;

    @Mixin
    private final RegistryOptions registry = new RegistryOptions();

    PipelinePutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Path definition =
                NamedFile.readable(surroundings().resolve(file), file.toString(), "Name a pipeline's definition.");
        var options = new Definition.Options(
                Optional.ofNullable(settings).map(surroundings()::resolve),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Definition read = Definition.read(definition, file.toString(), options);
        ProblemOutput.tell(read.problems(), read, false, surroundings());
        return switch (read) {
            case Definition.Refused ignored -> {
                surroundings().err().println("Nothing was registered.");
                yield ExitCode.INVALID;
            }
            case Definition.Accepted accepted -> put(definition, accepted);
        };
    }

    /** What the functions cannot do of it. Nothing of AWS is asked. */
    private static List<Problem> inFunctions(Definition.Accepted accepted, String bucket) {
        try (AwsServices nobody = AwsServices.ofEnvironment(new SecretMasker())) {
            return FunctionRules.problems(accepted.definition(), accepted.settings(), bucket, nobody);
        }
    }

    private ExitCode put(Path definition, Definition.Accepted accepted) throws IOException {
        Optional<Path> beside = accepted.settingsFile();
        var pipeline = new RegisteredPipeline(
                accepted.definition().pipeline().name(),
                Files.readString(definition),
                beside.isPresent() ? Optional.of(Files.readString(beside.get())) : Optional.empty());
        try (OpenRegistry open = registry.open(surroundings())) {
            List<Problem> there = inFunctions(accepted, open.bucket());
            ProblemOutput.tell(there, accepted, false, surroundings());
            if (there.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
                surroundings().err().println("Nothing was registered.");
                return ExitCode.INVALID;
            }
            open.registry().put(pipeline);
        }
        surroundings().out().println("Registered " + pipeline.name() + ".");
        return ExitCode.SUCCEEDED;
    }
}
