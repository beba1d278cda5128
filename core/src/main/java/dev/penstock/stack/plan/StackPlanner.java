package dev.penstock.stack.plan;

import dev.penstock.action.ActionProvider;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.plan.PlannedStack.Finding;
import dev.penstock.stack.review.ResourceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Plans pipelines. For one plan at a time. */
public final class StackPlanner {

    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

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
     * The providers of a run, changed so that they plan.
     *
     * @param providers of a run whose settings bring no broken stack back
     */
    public List<ActionProvider<?, ?>> providers(
            List<? extends ActionProvider<?, ?>> providers, Stacks stacks, ResourceTimes times) {
        List<ActionProvider<?, ?>> planning = new ArrayList<>();
        for (ActionProvider<?, ?> provider : providers) {
            planning.add(
                    provider.type().provider().equals("CloudFormation")
                            ? PlanningAction.over(provider, stacks, times, findings)
                            : provider);
        }
        return planning;
    }

    /**
     * Plans.
     *
     * @param engine with the {@linkplain #providers changed providers}, over a journal of its own
     */
    public Outcome plan(PlanPipeline plan, Engine engine, StartRequest request) throws InterruptedException {
        findings.clear();
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
                            findings.putIfAbsent(action.name(), new Finding.Failed(failed.failure()));
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

    private PlannedStack planned(PlanPipeline.StackPlan stack) {
        return switch (stack.how()) {
            case PlanPipeline.How.ByChangeSet how ->
                new PlannedStack(stack, findings.getOrDefault(how.action(), new Finding.NotTried()));
            case PlanPipeline.How.Deletion ignored -> new PlannedStack(stack, new Finding.NotTried());
            case PlanPipeline.How.ElsewhereInThePipeline ignored -> new PlannedStack(stack, new Finding.NotTried());
            case PlanPipeline.How.Unknown ignored -> new PlannedStack(stack, new Finding.NotTried());
        };
    }
}
