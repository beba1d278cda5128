package dev.penstock.runner;

import dev.penstock.build.BuildLocation;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.Trigger;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.PlannedRollout;
import dev.penstock.plan.Planner;
import dev.penstock.rollout.ReleaseForecast;
import dev.penstock.rollout.Strategies;
import dev.penstock.runner.view.GraphPlanOutput;
import dev.penstock.runner.view.PlanOutput;
import dev.penstock.runner.view.ReleasePlanOutput;
import dev.penstock.runner.view.SchemaPlanOutput;
import dev.penstock.schema.SchemaForecast;
import dev.penstock.settings.BuildSetting;
import dev.penstock.settings.DeploymentSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a pipeline would change, as it is told to people and programs.
 *
 * @param outcome of its stacks and environments
 * @param releases how its actions would release that settings say a strategy for
 * @param graphs what would be released together
 * @param schemas what would become of schemas of databases
 */
public record PlanReport(
        Planner.Outcome outcome,
        List<ReleaseForecast> releases,
        List<GraphPlanOutput.Planned> graphs,
        List<SchemaForecast> schemas) {

    public PlanReport {
        releases = List.copyOf(releases);
        schemas = List.copyOf(schemas);
        graphs = List.copyOf(graphs);
    }

    /**
     * Looks ahead; nothing stays of it.
     *
     * @param variables the values that a run would be started with
     * @param by who asks
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static PlanReport of(Definition.Accepted accepted, Runner runner, Map<String, String> variables, String by)
            throws InterruptedException {
        PlanPipeline plan = PlanPipeline.of(
                accepted.definition().pipeline(),
                name(),
                action -> accepted.settings().deploymentOf(action).stack().waves(),
                action -> place(accepted.settings().buildOf(action)));
        Planner.Outcome outcome = runner.plan(plan, new StartRequest(Trigger.startedBy(by), variables, Map.of()));
        return new PlanReport(
                outcome,
                timed(releases(accepted, runner.strategies()), outcome),
                graphs(accepted),
                SchemaForecast.of(accepted.definition().pipeline(), runner.schemas()));
    }

    private static String place(BuildSetting build) {
        return switch (build.project().location()) {
            case BuildLocation.Host ignored -> "on this machine";
            case BuildLocation.Container container -> "in a container of " + container.image();
            case BuildLocation.CodeBuild ignored ->
                "in CodeBuild"
                        + build.projectName().map(name -> ", project " + name).orElse("");
        };
    }

    /** Begins with a letter, as CloudFormation asks of names; nobody else has it. */
    private static String name() {
        return PlanPipeline.CHANGE_SETS + UUID.randomUUID().toString().substring(0, 8);
    }

    private static List<GraphPlanOutput.Planned> graphs(Definition.Accepted accepted) {
        List<GraphPlanOutput.Planned> graphs = new ArrayList<>();
        for (StageDeclaration stage : accepted.definition().pipeline().stages()) {
            accepted.settings()
                    .graphIn(stage)
                    .ifPresent(graph -> graphs.add(new GraphPlanOutput.Planned(stage.name(), graph)));
        }
        return graphs;
    }

    /** How the actions would release that settings say a strategy for; whether they can was looked at before. */
    private static List<ReleaseForecast> releases(Definition.Accepted accepted, Strategies strategies) {
        List<ReleaseForecast> forecasts = new ArrayList<>();
        for (StageDeclaration stage : accepted.definition().pipeline().stages()) {
            Optional<ReleaseGraph> graph = accepted.settings().graphIn(stage);
            for (ActionDeclaration action : stage.actions()) {
                DeploymentSetting setting = accepted.settings().deploymentOf(action.name());
                if (action.type().category() == ActionCategory.DEPLOY
                        && setting.release().isPresent()) {
                    strategies
                            .expected(setting.release().get())
                            .map(plan -> ReleaseForecast.of(
                                    stage.name(),
                                    action.name(),
                                    plan,
                                    setting.verdict(),
                                    graph.filter(
                                            known -> known.member(action.name()).isPresent())))
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

    /** Whether a run would fail at what was looked at. */
    public boolean wouldFail() {
        return switch (outcome) {
            case Planner.Outcome.SourceFailed ignored -> true;
            case Planner.Outcome.Planned planned ->
                planned.all().stream().anyMatch(target -> target.failure().isPresent())
                        || schemas.stream().anyMatch(SchemaForecast::wouldFail);
        };
    }

    /** For a terminal or a log. */
    public String text() {
        boolean onlyReleases = outcome instanceof Planner.Outcome.Planned planned
                && planned.all().isEmpty()
                && !(releases.isEmpty() && schemas.isEmpty());
        return GraphPlanOutput.text(graphs)
                + ReleasePlanOutput.text(releases)
                + SchemaPlanOutput.text(schemas)
                + (onlyReleases ? "Nothing was changed.\n" : PlanOutput.text(outcome));
    }

    /** For a pull request. */
    public String markdown() {
        return PlanOutput.markdown(outcome)
                + GraphPlanOutput.markdown(graphs)
                + ReleasePlanOutput.markdown(releases)
                + SchemaPlanOutput.markdown(schemas);
    }

    /** For programs: one object on each line. */
    public String json() {
        return PlanOutput.json(outcome)
                + GraphPlanOutput.json(graphs)
                + ReleasePlanOutput.json(releases)
                + SchemaPlanOutput.json(schemas);
    }
}
