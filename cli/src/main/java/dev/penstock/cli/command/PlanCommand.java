package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.library.Obstacles;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.PlanReport;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.wiring.Wiring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a pipeline would do, without doing any of it. */
@Command(
        name = "plan",
        description = "Show what a pipeline would change, without changing it.",
        footer = {
            "Nothing is changed: the sources are read, builds and images do not run; for each",
            "CloudFormation action a change set is made, shown, and deleted again. Environments",
            "of Elastic Beanstalk, services, functions and schemas are looked at. Of releases, steps",
            "are told, how long they take, which settings cost most of that, and what their",
            "verdicts can find at the traffic that settings expect."
        })
final class PlanCommand extends PenstockCommand {

    @Mixin
    private final DefinitionOptions options = new DefinitionOptions();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, markdown (for a pull request) or json.")
    private Format output = Format.TEXT;

    PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** How a plan is put out. */
    enum Format {
        TEXT,
        MARKDOWN,
        JSON
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        RunRequest asked = options.request(surroundings(), Optional.empty());
        return switch (Wiring.read(asked)) {
            case Definition.Refused refused -> refuse(refused.problems(), refused);
            case Definition.Accepted accepted -> {
                options.refuseSecrets(accepted);
                yield plan(asked, accepted);
            }
        };
    }

    private ExitCode plan(RunRequest asked, Definition.Accepted accepted) throws IOException, InterruptedException {
        Map<String, String> values = asked.variables(accepted);
        try (Runner runner = Wiring.open(asked.plan(accepted))) {
            List<Problem> obstacles = Obstacles.of(
                    accepted.definition(),
                    accepted.unresolved(),
                    runner.preflight().withSettings(accepted.settingsLocations()),
                    values);
            if (!obstacles.isEmpty()) {
                List<Problem> all = new ArrayList<>(accepted.problems());
                all.addAll(obstacles);
                return refuse(all, accepted);
            }
            asked.project().prepare();
            PlanReport report = PlanReport.of(accepted, runner, values, System.getProperty("user.name", ""));
            surroundings()
                    .out()
                    .print(
                            switch (output) {
                                case TEXT -> report.text();
                                case MARKDOWN -> report.markdown();
                                case JSON -> report.json();
                            });
            return report.wouldFail() ? ExitCode.FAILED : ExitCode.SUCCEEDED;
        }
    }

    private ExitCode refuse(List<Problem> problems, Definition definition) {
        ProblemOutput.tell(problems, definition, output == Format.JSON, surroundings());
        return ExitCode.INVALID;
    }
}
