package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Obstacles;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.PlannedRollout;
import dev.penstock.plan.Planner;
import dev.penstock.problem.Problem;
import dev.penstock.rollout.ReleaseForecast;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsException;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Runner;
import dev.penstock.runner.view.PlanOutput;
import dev.penstock.runner.view.ReleasePlanOutput;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.settings.DeploymentSetting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
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
            "of Elastic Beanstalk, services and functions are looked at. Of releases, their steps",
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
        return switch (options.read(surroundings())) {
            case Definition.Refused refused -> refuse(refused.problems(), refused);
            case Definition.Accepted accepted -> plan(accepted);
        };
    }

    private ExitCode plan(Definition.Accepted accepted) throws IOException, InterruptedException {
        Map<String, String> values = options.variables(accepted);
        try (Runner runner = Wiring.open(options.plan(accepted, surroundings()))) {
            List<Problem> obstacles =
                    Obstacles.of(accepted.definition(), accepted.unresolved(), runner.preflight(), values);
            if (!obstacles.isEmpty()) {
                List<Problem> all = new ArrayList<>(accepted.problems());
                all.addAll(obstacles);
                return refuse(all, accepted);
            }
            options.project(surroundings()).prepare();
            PlanPipeline plan = PlanPipeline.of(
                    accepted.definition().pipeline(),
                    name(),
                    action -> accepted.settings().deploymentOf(action).stack().waves());
            var request = new StartRequest(Trigger.startedBy(System.getProperty("user.name", "")), values, Map.of());
            Planner.Outcome outcome = runner.plan(plan, request);
            return tell(outcome, timed(releases(accepted, runner.strategies()), outcome));
        }
    }

    /** Begins with a letter, as CloudFormation asks of names; nobody else has it. */
    private static String name() {
        return PlanPipeline.CHANGE_SETS + UUID.randomUUID().toString().substring(0, 8);
    }

    /** How the actions would release that settings say a strategy for; whether they can was looked at before. */
    private static List<ReleaseForecast> releases(Definition.Accepted accepted, Strategies strategies) {
        List<ReleaseForecast> forecasts = new ArrayList<>();
        for (StageDeclaration stage : accepted.definition().pipeline().stages()) {
            for (ActionDeclaration action : stage.actions()) {
                DeploymentSetting setting = accepted.settings().deploymentOf(action.name());
                if (action.type().category() == ActionCategory.DEPLOY
                        && setting.release().isPresent()) {
                    plan(strategies, setting.release().get())
                            .map(plan -> ReleaseForecast.of(stage.name(), action.name(), plan, setting.verdict()))
                            .ifPresent(forecasts::add);
                }
            }
        }
        return forecasts;
    }

    private static List<ReleaseForecast> timed(List<ReleaseForecast> forecasts, Planner.Outcome outcome) {
        Set<String> told = new HashSet<>();
        if (outcome instanceof Planner.Outcome.Planned planned) {
            planned.all().stream()
                    .filter(target -> target instanceof PlannedRollout rollout
                            && rollout.finding() instanceof PlannedRollout.Finding.Told)
                    .forEach(target -> told.add(target.plan().action()));
        }
        return forecasts.stream()
                .map(forecast -> told.contains(forecast.action()) ? forecast.timedElsewhere() : forecast)
                .toList();
    }

    private static Optional<ReleasePlan> plan(Strategies strategies, ReleaseSettings release) {
        try {
            return Optional.of(strategies.plan(TargetFacts.live(OptionalInt.empty()), release));
        } catch (ReleaseSettingsException refused) {
            return Optional.empty();
        }
    }

    private ExitCode tell(Planner.Outcome outcome, List<ReleaseForecast> releases) {
        surroundings()
                .out()
                .print(
                        switch (output) {
                            case TEXT -> ReleasePlanOutput.text(releases) + text(outcome, releases);
                            case MARKDOWN -> PlanOutput.markdown(outcome) + ReleasePlanOutput.markdown(releases);
                            case JSON -> PlanOutput.json(outcome) + ReleasePlanOutput.json(releases);
                        });
        return switch (outcome) {
            case Planner.Outcome.SourceFailed ignored -> ExitCode.FAILED;
            case Planner.Outcome.Planned planned ->
                planned.all().stream().anyMatch(target -> target.failure().isPresent())
                        ? ExitCode.FAILED
                        : ExitCode.SUCCEEDED;
        };
    }

    private static String text(Planner.Outcome outcome, List<ReleaseForecast> releases) {
        boolean onlyReleases = outcome instanceof Planner.Outcome.Planned planned
                && planned.all().isEmpty()
                && !releases.isEmpty();
        return onlyReleases ? "Nothing was changed.\n" : PlanOutput.text(outcome);
    }

    private ExitCode refuse(List<Problem> problems, Definition definition) {
        ProblemOutput.tell(problems, definition, output == Format.JSON, surroundings());
        return ExitCode.INVALID;
    }
}
