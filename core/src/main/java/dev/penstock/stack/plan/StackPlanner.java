package dev.penstock.stack.plan;

import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.plan.PlannedStack.Finding;
import dev.penstock.stack.review.ResourceTimes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Plans pipelines. For one plan at a time. */
public final class StackPlanner {

    private final Map<String, PlannedStack.Found> found = new ConcurrentHashMap<>();

    /** What a plan came to: the sources could not be read, or what would happen to each stack. */
    public sealed interface Outcome {

        /** Each stack, in the order of the pipeline. */
        record Stacks(List<PlannedStack> all) implements Outcome {

            public Stacks {
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
        return new PlanningListener(stacks, times, found);
    }

    /**
     * Plans.
     *
     * @param engine whose CloudFormation actions the {@linkplain #listener listener} listens to, with settings for planning, over
     *     a journal of its own
     */
    public Outcome plan(PlanPipeline plan, Engine engine, StartRequest request) throws InterruptedException {
        found.clear();
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
        return new Outcome.Stacks(plan.stacks().stream().map(this::planned).toList());
    }

    /** An action that failed before it came to its stacks. */
    private void failed(PlanPipeline plan, String action, ActionFailure failure) {
        for (PlanPipeline.StackPlan stack : plan.stacks()) {
            if (stack.how() instanceof PlanPipeline.How.ByChangeSet how
                    && how.action().equals(action)) {
                found.putIfAbsent(
                        PlanningListener.key(action, stack.target()),
                        new PlannedStack.Found(new Finding.Failed(failure), List.of()));
            }
        }
    }

    private PlannedStack planned(PlanPipeline.StackPlan stack) {
        PlannedStack.Found of = stack.how() instanceof PlanPipeline.How.ByChangeSet how
                ? found.getOrDefault(PlanningListener.key(how.action(), stack.target()), PlannedStack.Found.NOTHING)
                : PlannedStack.Found.NOTHING;
        return new PlannedStack(stack, of.finding(), of.skipped());
    }
}
