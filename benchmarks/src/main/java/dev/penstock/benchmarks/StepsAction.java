package dev.penstock.benchmarks;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** An action of as many steps as it is told. Each does nothing but tell a counter, and its answer is made durable. */
final class StepsAction implements ActionProvider<StepsAction.Count, StepsAction.Position> {

    private static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Steps", "1");
    private static final int MAXIMUM = 10_000_000;

    private final IntFunction<String> body;

    /**
     * An action.
     *
     * @param body what each step does, given the step's number from 0
     */
    StepsAction(IntFunction<String> body) {
        this.body = body;
    }

    /** How many steps there are. */
    record Count(int steps) {}

    /**
     * How many steps are done.
     *
     * @param answer of the last one
     */
    record Position(int done, String answer) {}

    /** An action of so many steps. */
    static ActionDeclaration declaration(String name, int steps) {
        return ActionDeclaration.of(name, TYPE, Map.of("Steps", Integer.toString(steps)));
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Count configure(ConfigurationReader configuration) {
        return new Count(configuration.integer("Steps", 1, 1, MAXIMUM));
    }

    @Override
    public Class<Position> stateType() {
        return Position.class;
    }

    @Override
    public Position begin(Count count) {
        return new Position(0, "");
    }

    @Override
    public StepResult<Position> step(ActionContext context, Count count, Position position) {
        String answer = body.apply(position.done());
        int done = position.done() + 1;
        return done < count.steps()
                ? new StepResult.Next<>(new Position(done, answer), "")
                : new StepResult.Succeed<>(
                        new ActionResult(Map.of(), Map.of("Answer", answer), "", Optional.empty(), List.of()));
    }

    @Override
    public Duration timeout(Count count) {
        return Duration.ofDays(1);
    }
}
