package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ParameterFile;
import dev.penstock.problem.Problems;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for values of a CloudFormation template's parameters. */
final class TemplateParameters {

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = {
                "The value of a template's parameter.",
                "Of one with NoEcho, where it is: env:NAME or secret:ID."
            })
    private Map<String, String> single = new LinkedHashMap<>();

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Values of a template's parameters, in a form that AWS's tools take.")
    private @Nullable Path file;

    /** All values: single ones before those of the file. */
    Map<String, String> values(Surroundings surroundings) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        if (file != null) {
            values.putAll(read(file, surroundings));
        }
        values.putAll(single);
        return values;
    }

    /**
     * Refuses values that must not be arguments, as every process of this machine can read those.
     *
     * @param hidden the parameters with NoEcho that have a value of their own
     */
    void refuseSecrets(Set<String> hidden) {
        for (String name : single.keySet()) {
            if (hidden.contains(name)) {
                throw new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "The parameter '" + name
                                + "' has NoEcho, and every process of this machine can read arguments.",
                        "Write '--parameter " + name + "=env:NAME' for a variable of the environment, '" + name
                                + "=secret:ID' for a secret of Secrets Manager, or '--parameters FILE'.");
            }
        }
    }

    private static Map<String, String> read(Path file, Surroundings surroundings) throws IOException {
        Problems problems = new Problems();
        SourceText source = InputFiles.read(file.toString(), surroundings);
        Map<String, String> values = ParameterFile.read(source, problems);
        if (problems.hasErrors()) {
            // Its lines are not shown: values may be secret.
            ProblemOutput.print(problems.list(), List.of(), surroundings.err(), surroundings);
            throw new CommandFailure(Refusal.INPUT, "The parameters in " + file + " cannot be used.");
        }
        return values;
    }
}
