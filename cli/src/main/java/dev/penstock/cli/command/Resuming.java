package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.run.Session;
import dev.penstock.document.SourceText;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.HiddenValues;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.secret.Secret;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes on with an execution in this process, as it was started: simulated or not, with the settings it was started with. */
final class Resuming {

    private final Surroundings surroundings;
    private final OutputFormat format;
    private final boolean logs;

    Resuming(Surroundings surroundings, OutputFormat format, boolean logs) {
        this.surroundings = surroundings;
        this.format = format;
        this.logs = logs;
    }

    /** Goes on, after the execution was given a signal if there is one. */
    ExitCode resume(
            JournalChoice journals,
            FoundExecution found,
            ExecutionState state,
            Pipeline pipeline,
            Optional<Signal> signal)
            throws IOException, InterruptedException {
        RunPlan plan = plan(journals, found, state, pipeline);
        try (Runner runner = Wiring.open(plan)) {
            List<String> missing = HiddenValues.missing(plan, runner.preflight(), state);
            if (!missing.isEmpty()) {
                throw new CommandFailure(
                        Refusal.COMMAND_LINE,
                        String.join(" ", missing),
                        "Then give the same command again; nothing is lost.");
            }
            return new Session(surroundings, ProjectCommand.adviceFor(surroundings, journals), format, logs)
                    .resume(runner, plan, found.id(), signal);
        }
    }

    /** As the execution was started: in its account, by its settings. */
    RunPlan plan(JournalChoice journals, FoundExecution found, ExecutionState state, Pipeline pipeline)
            throws IOException {
        RunLabels labels = RunLabels.of(state.labels());
        RunSettings settings = settings(journals.project(), labels);
        return RunPlan.of(journals, found.target(), settings, pipeline, labels, surroundings.environment())
                .withHiddenValues(defaults(journals.project().moved(labels.definition())));
    }

    /** Of parameters with NoEcho, the template says defaults. Where it is no longer there, they are given otherwise. */
    private static Map<String, Secret> defaults(Path definition) throws IOException {
        return Files.isRegularFile(definition)
                ? PipelineReader.hiddenValues(SourceText.read(definition.toString(), definition), ReadOptions.none())
                : Map.of();
    }

    private RunSettings settings(Project project, RunLabels labels) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<SourceText> sources = new ArrayList<>();
        Optional<RunSettings> settings =
                Definition.readSettings(labels.settings().map(file -> project.moved(file)), problems, sources);
        ProblemOutput.print(problems, sources, surroundings.err(), surroundings);
        return settings.orElseThrow(() -> new CommandFailure(
                Refusal.INPUT,
                "The settings that the execution was started with are no longer right.",
                "Mend them and resume again; nothing is lost."));
    }
}
