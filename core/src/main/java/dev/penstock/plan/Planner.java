package dev.penstock.plan;

import dev.penstock.beanstalk.EnvironmentPlanListener;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.plan.PlanPipeline.DeclaredTarget;
import dev.penstock.plan.PlanPipeline.EnvironmentTarget;
import dev.penstock.plan.PlanPipeline.RolloutTarget;
import dev.penstock.plan.PlanPipeline.StackTarget;
import dev.penstock.plan.PlannedStack.Finding;
import dev.penstock.rollout.duration.RolloutTimeListener;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.review.ResourceTimes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Plans pipelines. For one plan at a time. */
public final class Planner {

    private final Map<String, PlannedStack.Found> found = new ConcurrentHashMap<>();
    private final Map<String, PlannedEnvironment.Finding> environments = new ConcurrentHashMap<>();
    private final Map<String, PlannedRollout.Finding> rollouts = new ConcurrentHashMap<>();

    /** What a plan came to: the sources could not be read, or what would happen to each target. */
    public sealed interface Outcome {

        /** Each stack, environment, rollout and other work, in the order of the pipeline. */
        record Planned(List<PlannedTarget> all) implements Outcome {

            public Planned {
                all = List.copyOf(all);
            }
        }

        /**
         * A source could not be read.
         *
         * @param action the source action
         */
        record SourceFailed(String action, ActionFailure failure) implements Outcome {}
    }

    /**
     * What has to listen to the CloudFormation actions of the engine that plans.
     *
     * @param times how long resources take
     */
    public StackListener listener(Stacks stacks, ResourceTimes times) {
        return new StackPlanning(stacks, times, found);
    }

    /** What the actions have to tell that stand in for deployments to environments. */
    public EnvironmentPlanListener environments() {
        return (action, plan) -> environments.put(action, new PlannedEnvironment.Finding.Found(plan));
    }

    /** What the actions have to tell that stand in for rollouts to services and functions. */
    public RolloutTimeListener rollouts() {
        return (action, time) -> rollouts.put(action, new PlannedRollout.Finding.Told(time));
    }

    /**
     * Plans.
     *
     * @param engine whose CloudFormation actions the {@linkplain #listener listener} listens to, and whose actions for
     *     environments and rollouts tell {@linkplain #environments what} {@linkplain #rollouts they} see, with settings for planning, over a journal of its own
     */
    public Outcome plan(PlanPipeline plan, Engine engine, StartRequest request) throws InterruptedException {
        found.clear();
        environments.clear();
        rollouts.clear();
        if (plan.pipeline().isPresent()) {
            Pipeline pipeline = plan.pipeline().get();
            try {
                ExecutionState end =
                        engine.whenEnded(engine.start(pipeline, request)).get();
                for (StageState stage : end.stages()) {
                    for (ActionState action : stage.actions()) {
                        if (!stage.name().equals(PlanPipeline.STAGE)
                                && action.phase() instanceof ActionPhase.Failed failed) {
                            return new Outcome.SourceFailed(action.name(), failed.failure());
                        }
                        if (action.phase() instanceof ActionPhase.Failed failed) {
                            failed(plan, action.name(), failed.failure());
                        }
                    }
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException known) {
                    throw known;
                }
                throw new IllegalStateException(e);
            }
        }
        return new Outcome.Planned(plan.targets().stream().map(this::planned).toList());
    }

    /** An action that failed before it came to its targets. */
    private void failed(PlanPipeline plan, String action, ActionFailure failure) {
        for (PlanPipeline.Target target : plan.targets()) {
            switch (target) {
                case StackTarget stack -> {
                    if (stack.how() instanceof PlanPipeline.How.ByChangeSet how
                            && how.action().equals(action)) {
                        found.putIfAbsent(
                                StackPlanning.key(action, stack.target()),
                                new PlannedStack.Found(Optional.empty(), new Finding.Failed(failure), List.of()));
                    }
                }
                case EnvironmentTarget environment -> {
                    if (isBy(environment, action)) {
                        environments.putIfAbsent(action, new PlannedEnvironment.Finding.Failed(failure));
                    }
                }
                case DeclaredTarget ignored -> {
                    // Nothing of it was tried.
                }
                case RolloutTarget rollout -> {
                    if (isBy(rollout, action)) {
                        rollouts.putIfAbsent(action, new PlannedRollout.Finding.Failed(failure));
                    }
                }
            }
        }
    }

    private static boolean isBy(PlanPipeline.Target target, String action) {
        return target.how() instanceof PlanPipeline.How.ByLooking how
                && how.action().equals(action);
    }

    private PlannedTarget planned(PlanPipeline.Target target) {
        return switch (target) {
            case StackTarget stack -> {
                PlannedStack.Found of = stack.how() instanceof PlanPipeline.How.ByChangeSet how
                        ? found.getOrDefault(
                                StackPlanning.key(how.action(), stack.target()), PlannedStack.Found.NOTHING)
                        : PlannedStack.Found.NOTHING;
                yield new PlannedStack(of.stack().map(stack::named).orElse(stack), of.finding(), of.skipped());
            }
            case EnvironmentTarget environment ->
                new PlannedEnvironment(
                        environment,
                        environment.how() instanceof PlanPipeline.How.ByLooking how
                                ? environments.getOrDefault(how.action(), new PlannedEnvironment.Finding.NotTried())
                                : new PlannedEnvironment.Finding.NotTried());
            case DeclaredTarget declared -> new PlannedDeclared(declared);
            case RolloutTarget rollout ->
                new PlannedRollout(
                        rollout,
                        rollout.how() instanceof PlanPipeline.How.ByLooking how
                                ? rollouts.getOrDefault(how.action(), new PlannedRollout.Finding.NotTried())
                                : new PlannedRollout.Finding.NotTried());
        };
    }
}
