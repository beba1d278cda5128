package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.run.Session;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Obstacles;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.wiring.Wiring;
import java.io.IOException;
import java.util.ArrayList;
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

    RunCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        RunRequest asked = options.request(surroundings(), Optional.ofNullable(overrideFreeze));
        return switch (asked.read()) {
            case Definition.Refused refused -> refuse(refused.problems(), refused);
            case Definition.Accepted accepted -> run(asked, accepted);
        };
    }

    private ExitCode run(RunRequest asked, Definition.Accepted accepted) throws IOException, InterruptedException {
        RunPlan plan = asked.plan(accepted);
        Map<String, String> values = asked.variables(accepted);
        try (Runner runner = Wiring.open(plan)) {
            List<Problem> obstacles =
                    Obstacles.of(accepted.definition(), accepted.unresolved(), runner.preflight(), values);
            List<Problem> all = new ArrayList<>(accepted.problems());
            all.addAll(obstacles);
            if (!obstacles.isEmpty()) {
                return refuse(all, accepted);
            }
            ProblemOutput.tell(all, accepted, output == OutputFormat.JSON, surroundings());
            asked.project().prepare();
            var request = new StartRequest(
                    Trigger.startedBy(user()), values, asked.labels(accepted).toMap());
            return new Session(surroundings(), ProjectCommand.adviceFor(surroundings(), plan.journals()), output, logs)
                    .start(runner, plan, request);
        }
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
