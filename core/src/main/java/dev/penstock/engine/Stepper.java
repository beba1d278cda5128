package dev.penstock.engine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.action.TransientFault;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Does one step of an action and makes a value of whatever comes of it. */
final class Stepper {

    private final EngineParts parts;

    Stepper(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * Does the next step of an action that has not ended.
     *
     * @param seen what was last seen of each resource that it waits for
     */
    Stepped step(Pipeline pipeline, ExecutionState state, ActionAttempt attempt, Map<ResourceId, Observation> seen) {
        return carryOut(pipeline, state, attempt, seen, Providers.Bound::step);
    }

    /**
     * Stops what an action has going on elsewhere, and says whether it has ended.
     *
     * @param asked whether it was asked to stop by this runner before
     */
    Stepped abandon(Pipeline pipeline, ExecutionState state, ActionAttempt attempt, boolean asked) {
        return carryOut(pipeline, state, attempt, Map.of(), (provider, context, node) -> {
            if (!asked) {
                provider.abandon(context, node);
            }
            return provider.stopping(context, node)
                    .<Stepped>map(Stepped.Stopping::new)
                    .orElseGet(Stepped.Abandoned::new);
        });
    }

    private Stepped carryOut(
            Pipeline pipeline,
            ExecutionState state,
            ActionAttempt attempt,
            Map<ResourceId, Observation> seen,
            Work work) {
        // Which secrets there are is known afterwards.
        return MaskedStep.of(carriedOut(pipeline, state, attempt, seen, work), parts.masker());
    }

    private Stepped carriedOut(
            Pipeline pipeline,
            ExecutionState state,
            ActionAttempt attempt,
            Map<ResourceId, Observation> seen,
            Work work) {
        ActionDeclaration declared = pipeline.stage(attempt.stage())
                .flatMap(stage -> stage.work(attempt.action()))
                .orElseThrow();
        ActionState action = state.stage(attempt.stage())
                .flatMap(stage -> stage.action(attempt.action()))
                .orElseThrow();
        Optional<Providers.Bound<?, ?>> provider = parts.providers().of(declared.type());
        if (provider.isEmpty()) {
            return fail("PEN-ENGINE-002", "No provider for actions of type " + declared.type() + " is installed here.");
        }
        try {
            ActionDeclaration resolved = resolved(pipeline, state, attempt.stage(), declared, provider.get());
            Position position = position(action.phase());
            var context = new StepContext(
                    parts,
                    state.id(),
                    pipeline.name(),
                    attempt,
                    action,
                    resolved,
                    parts.scopes().scope(pipeline, resolved),
                    ActionInputs.artifacts(state, attempt.stage(), resolved),
                    seen,
                    position.answer(),
                    action.phase().instructions(),
                    SourceRevisionOverride.of(state.labels(), attempt.action()),
                    state.stage(attempt.stage()));
            return work.carryOut(provider.get(), context, position.state());
        } catch (InterruptedException | ClosedByInterruptException e) {
            return new Stepped.Interrupted();
        } catch (ActionInputs.Unresolved e) {
            return fail(e.code(), e.getMessage());
        } catch (RemoteCallException e) {
            return remote(e);
        } catch (IOException e) {
            return e instanceof TransientFault fault && fault.isTransient()
                    ? new Stepped.Again(message(e))
                    : fail("PEN-ENGINE-006", message(e));
        } catch (RuntimeException | Error e) {
            // An error such as a missing class would otherwise end the thread and leave the action hanging.
            return fail(
                    "PEN-ENGINE-001",
                    "The provider of " + declared.type() + " failed in a way that it should not: " + e);
        }
    }

    /** The action as its step is to see it: with its variables, and with what its references stand for. */
    private ActionDeclaration resolved(
            Pipeline pipeline,
            ExecutionState state,
            String stage,
            ActionDeclaration declared,
            Providers.Bound<?, ?> provider)
            throws ActionInputs.Unresolved {
        if (!HiddenTexts.areIn(declared)) {
            return ActionInputs.resolve(pipeline, state, stage, declared);
        }
        HiddenTexts hidden = HiddenTexts.of(declared);
        ActionDeclaration resolved = ActionInputs.resolve(pipeline, state, stage, hidden.marked(provider));
        ActionDeclaration revealed = hidden.revealed(
                resolved,
                pipeline.name(),
                parts.scopes().scope(pipeline, resolved),
                parts.references(),
                parts.masker());
        provider.refuseWrong(revealed);
        return revealed;
    }

    private static Stepped remote(RemoteCallException e) {
        if (e.kind().isWorthAskingAgain()) {
            return new Stepped.Again(message(e));
        }
        return new Stepped.Fail(remoteFailure(e));
    }

    static ActionFailure remoteFailure(RemoteCallException e) {
        String code = e.code().isEmpty() ? e.kind().name() : e.code();
        return new ActionFailure(ActionFailure.Kind.REMOTE, code, message(e), List.of());
    }

    private static Stepped fail(String code, String message) {
        return new Stepped.Fail(ActionFailure.failed(code, message));
    }

    static String message(Exception e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    private static Position position(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running running -> new Position(running.state(), Optional.empty());
            case ActionPhase.Waiting waiting -> new Position(waiting.state(), waiting.answer());
            case ActionPhase.Succeeded ignored -> throw new IllegalStateException("the action has ended");
            case ActionPhase.Failed ignored -> throw new IllegalStateException("the action has ended");
            case ActionPhase.Abandoned ignored -> throw new IllegalStateException("the action has ended");
        };
    }

    private record Position(JsonNode state, Optional<ApprovalAnswer> answer) {}

    @FunctionalInterface
    private interface Work {
        Stepped carryOut(Providers.Bound<?, ?> provider, ActionContext context, JsonNode state)
                throws IOException, InterruptedException;
    }
}
