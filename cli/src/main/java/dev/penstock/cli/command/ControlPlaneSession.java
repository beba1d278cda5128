package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.run.Session;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Obstacles;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.Planner;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.wiring.Wiring;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One of the definitions of the control plane, with what it takes to plan and to run it: the same as {@code penstock plan} and
 * {@code penstock run} have.
 *
 * @param definition the file; absolute
 * @param region of the stack
 * @param profile of the AWS configuration
 * @param simulate whether a simulated AWS is meant
 * @param simulator where one is served
 */
record ControlPlaneSession(
        Surroundings surroundings,
        Path definition,
        Optional<String> region,
        Optional<String> profile,
        boolean simulate,
        Optional<URI> simulator) {

    /** Does something with an open runner. */
    interface Work<T> {

        T with(Runner runner, RunPlan plan, Definition.Accepted accepted) throws IOException, InterruptedException;
    }

    ControlPlaneSession of(Path other) {
        return new ControlPlaneSession(surroundings, other, region, profile, simulate, simulator);
    }

    <T> T open(Work<T> work) throws IOException, InterruptedException {
        var options = new Definition.Options(Optional.empty(), Optional.empty(), region, Map.of());
        return switch (Definition.read(
                definition, surroundings.directory().relativize(definition).toString(), options)) {
            case Definition.Accepted accepted -> {
                RunPlan plan = plan(accepted);
                plan.project().prepare();
                try (Runner runner = Wiring.open(plan)) {
                    yield work.with(runner, plan, accepted);
                }
            }
            case Definition.Refused refused -> {
                ProblemOutput.tell(refused.problems(), refused, false, surroundings);
                throw new IllegalStateException("the definition that comes with this version is refused");
            }
        };
    }

    /** Plans it and shows that; whether it can be carried out. */
    boolean showPlan() throws IOException, InterruptedException {
        return open((runner, plan, accepted) -> {
            refuseObstacles(runner, accepted);
            PlanPipeline planning = PlanPipeline.of(
                    plan.pipeline(),
                    PlanPipeline.CHANGE_SETS + UUID.randomUUID().toString().substring(0, 8),
                    action -> plan.settings().deploymentOf(action).stack().waves());
            Planner.Outcome outcome = runner.plan(planning, request(accepted, Map.of()));
            surroundings.out().print(dev.penstock.runner.view.PlanOutput.text(outcome));
            return outcome instanceof Planner.Outcome.Planned planned
                    && planned.all().stream()
                            .noneMatch(target -> target.failure().isPresent());
        });
    }

    /** Runs it to its end. */
    ExitCode run() throws IOException, InterruptedException {
        return open((runner, plan, accepted) -> {
            refuseObstacles(runner, accepted);
            RunLabels labels = labels(accepted);
            return new Session(
                            surroundings,
                            ProjectCommand.adviceFor(surroundings, plan.journals()),
                            OutputFormat.TEXT,
                            false)
                    .start(runner, plan, request(accepted, labels.toMap()));
        });
    }

    private void refuseObstacles(Runner runner, Definition.Accepted accepted) {
        List<Problem> obstacles = Obstacles.of(
                accepted.definition(),
                accepted.unresolved(),
                runner.preflight(),
                accepted.settings().variables());
        if (!obstacles.isEmpty()) {
            ProblemOutput.tell(obstacles, accepted, false, surroundings);
            throw new CommandFailure(
                    Refusal.INPUT, "The stack cannot be deployed from here, and nothing was started.", "See above.");
        }
    }

    private RunPlan plan(Definition.Accepted accepted) {
        Project project = Project.ofDefinition(definition);
        return RunPlan.of(
                JournalChoice.ofProject(project),
                simulate || simulator.isPresent() ? RunTarget.SIMULATED : RunTarget.AWS,
                accepted.settings(),
                accepted.definition().pipeline(),
                labels(accepted),
                surroundings.environment());
    }

    private RunLabels labels(Definition.Accepted accepted) {
        return new RunLabels(
                definition, accepted.settingsFile(), region, profile, simulator, List.of(), Optional.empty());
    }

    private static StartRequest request(Definition.Accepted accepted, Map<String, String> labels) {
        return new StartRequest(
                Trigger.startedBy(System.getProperty("user.name", "")),
                accepted.settings().variables(),
                labels);
    }
}
