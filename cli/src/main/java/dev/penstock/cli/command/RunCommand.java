package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.run.Session;
import dev.penstock.engine.StartRequest;
import dev.penstock.engine.TooManyExecutionsException;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Obstacles;
import dev.penstock.library.PinnedSettings;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.HiddenValues;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.SourceFolders;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.settings.JournalLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a pipeline definition. */
@Command(name = "run", description = "Run a pipeline definition and follow it to its end.")
final class RunCommand extends PenstockCommand {

    @Mixin
    private final DefinitionOptions options = new DefinitionOptions();

    @Option(names = "--logs", description = "Show what the actions say while they work.")
    private boolean logs;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    @Option(
            names = "--override-freeze",
            paramLabel = "REASON",
            description = "Release though a freeze of the settings holds; the reason is kept with the execution.")
    private @Nullable String overrideFreeze;

    @Option(
            names = "--detach",
            description = "Only start it, and leave it to the workers of the journal ('penstock work').")
    private boolean detach;

    RunCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        RunRequest asked = options.request(surroundings(), Optional.ofNullable(overrideFreeze));
        return switch (Wiring.read(asked)) {
            case Definition.Refused refused -> refuse(refused.problems(), refused);
            case Definition.Accepted accepted -> {
                options.refuseSecrets(accepted);
                yield run(asked, accepted);
            }
        };
    }

    private ExitCode run(RunRequest asked, Definition.Accepted accepted) throws IOException, InterruptedException {
        RunPlan plan = asked.plan(accepted);
        if (detach && plan.target() == RunTarget.SIMULATED && plan.simulator().isEmpty()) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "--detach does not go with --simulate: that simulated AWS is in this process alone.",
                    "Serve one with '" + surroundings().program() + " simulate' and name it with --simulator.");
        }
        Map<String, String> values = asked.variables(accepted);
        try (Runner runner = Wiring.open(plan)) {
            // A worker may be on a machine that has them.
            List<Problem> obstacles = new ArrayList<>(detach ? List.of() : SourceFolders.missing(accepted));
            obstacles.addAll(Obstacles.of(
                    accepted.definition(),
                    accepted.unresolved(),
                    runner.preflight().withSettings(accepted.settingsLocations()),
                    values));
            List<Problem> all = new ArrayList<>(accepted.problems());
            all.addAll(obstacles);
            if (!obstacles.isEmpty()) {
                return refuse(all, accepted);
            }
            refuseMissing(plan, runner);
            ProblemOutput.tell(all, accepted, output == OutputFormat.JSON, surroundings());
            asked.project().prepare();
            RunLabels labels = asked.labels(accepted);
            Map<String, String> kept = new LinkedHashMap<>(labels.toMap());
            kept.putAll(pinnedSettings(runner, plan, labels));
            var request = new StartRequest(Trigger.startedBy(user()), values, kept);
            var session = new Session(
                    surroundings(), ProjectCommand.adviceFor(surroundings(), plan.journals()), output, logs);
            try {
                return detach ? session.submit(runner, plan, request) : session.start(runner, plan, request);
            } catch (TooManyExecutionsException e) {
                return refuse(List.of(Obstacles.of(e, accepted.definition())), accepted);
            }
        }
    }

    /** Values that are not kept must be given: here, or to the workers. */
    private void refuseMissing(RunPlan plan, Runner runner) {
        List<String> missing = HiddenValues.missing(plan, runner.preflight());
        if (!missing.isEmpty()) {
            throw new CommandFailure(Refusal.COMMAND_LINE, String.join(" ", missing), "Nothing was started.");
        }
        if (detach && HiddenValues.areNeeded(plan, runner.preflight())) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "--detach leaves the execution to workers, which have no value of a parameter with NoEcho.",
                    "Say where workers find it: NAME=secret:ID of Secrets Manager, or NAME=env:VARIABLE of their environment.");
        }
    }

    /** Where others may go on with the execution, they find its settings in the journal. */
    private Map<String, String> pinnedSettings(Runner runner, RunPlan plan, RunLabels labels) throws IOException {
        boolean own = plan.journals().location(plan.target()) instanceof JournalLocation.Sqlite;
        return labels.settings().isEmpty() || (own && !detach)
                ? Map.of()
                : PinnedSettings.pin(
                        runner.journal(), Files.readAllBytes(labels.settings().get()));
    }

    private ExitCode refuse(List<Problem> problems, Definition definition) {
        ProblemOutput.tell(problems, definition, output == OutputFormat.JSON, surroundings());
        surroundings().err().println("Nothing was started.");
        return ExitCode.INVALID;
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }
}
