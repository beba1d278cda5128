package dev.penstock.engine;

import dev.penstock.action.ConfigurationProblem;
import dev.penstock.action.Instruction;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Begins attempts of actions: resolves their variables, reads their configuration, asks for their first state. */
final class ActionStarter implements Batch.Starter {

    private final Pipeline pipeline;
    private final Providers providers;

    ActionStarter(Pipeline pipeline, Providers providers) {
        this.pipeline = pipeline;
        this.providers = providers;
    }

    @Override
    public List<ExecutionEvent> start(ExecutionState state, String stage, String action, Instant now) {
        ActionDeclaration declared = pipeline.stage(stage)
                .flatMap(each -> each.work(action))
                .orElseThrow(() -> new IllegalStateException("the definition has no action " + stage + "/" + action));
        int attempt = state.stage(stage)
                        .flatMap(each -> each.action(action))
                        .map(ActionState::attempt)
                        .orElse(0)
                + 1;
        return switch (begin(state, stage, declared)) {
            case Begun.With(JsonNode first, Duration timeout, var takes) ->
                List.of(new ExecutionEvent.ActionStarted(stage, action, attempt, first, now.plus(timeout), takes));
            case Begun.Failed(ActionFailure failure) ->
                List.of(
                        new ExecutionEvent.ActionStarted(stage, action, attempt, NullNode.getInstance(), now),
                        new ExecutionEvent.ActionFailed(stage, action, attempt, failure));
        };
    }

    private Begun begin(ExecutionState state, String stage, ActionDeclaration declared) {
        Optional<Providers.Bound<?, ?>> provider = providers.of(declared.type());
        if (provider.isEmpty()) {
            return failed(
                    "PEN-ENGINE-002",
                    "No provider for actions of type " + declared.type() + " is installed here; installed are "
                            + providers.types() + ".");
        }
        try {
            ActionDeclaration resolved = ActionInputs.resolve(pipeline, state, stage, declared);
            return switch (provider.get().begin(resolved, HiddenTexts.keys(declared))) {
                case Providers.Beginning.Begun(JsonNode first, Duration timeout, var takes) ->
                    new Begun.With(first, timeout, takes);
                case Providers.Beginning.Wrong(List<ConfigurationProblem> problems) ->
                    new Begun.Failed(new ActionFailure(
                            ActionFailure.Kind.FAILED,
                            "PEN-ENGINE-003",
                            "The configuration of action " + declared.name() + " is wrong: "
                                    + problems.getFirst().message(),
                            problems.stream().map(ActionStarter::line).toList()));
            };
        } catch (ActionInputs.Unresolved e) {
            return failed(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            return failed(
                    "PEN-ENGINE-001", "The provider of " + declared.type() + " failed to read its configuration: " + e);
        }
    }

    private static Begun failed(String code, String message) {
        return new Begun.Failed(ActionFailure.failed(code, message));
    }

    private static String line(ConfigurationProblem problem) {
        String where = problem.key().isEmpty() ? "" : problem.key() + ": ";
        return where + problem.message() + (problem.hint().isEmpty() ? "" : " " + problem.hint());
    }

    private sealed interface Begun {

        record With(JsonNode state, Duration timeout, Set<Instruction.Kind> takes) implements Begun {}

        record Failed(ActionFailure failure) implements Begun {}
    }
}
