package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.Instruction;
import dev.penstock.action.StepResult;
import dev.penstock.engine.StateCodec;
import dev.penstock.engine.StateCodecs;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * An action that goes the platform's own way, unless settings say how it is released.
 *
 * @param <C> the configuration, the same on both ways
 * @param <S> states of the platform's own way
 * @param <T> states of the target
 */
public final class EitherWay<C, S, T> implements ActionProvider<EitherWay.Configuration<C>, JsonNode> {

    private final StateCodecs<ReleaseState> releases = new StateCodecs<>(ReleaseState.class);
    private final StateCodecs<S> plains;
    private final ActionProvider<C, S> plain;
    private final ReleaseAction<C, T> release;
    private final Predicate<String> isReleased;

    /**
     * An action of two ways.
     *
     * @param isReleased whether settings say how an action of that name is released
     */
    public EitherWay(ActionProvider<C, S> plain, ReleaseAction<C, T> release, Predicate<String> isReleased) {
        this.plain = plain;
        this.plains = new StateCodecs<>(plain.stateType());
        this.release = release;
        this.isReleased = isReleased;
    }

    /**
     * What an action is configured with.
     *
     * @param both for either way
     * @param released whether it begins as a release
     */
    public record Configuration<C>(ReleaseAction.Configuration<C> both, boolean released) {}

    @Override
    public ActionTypeId type() {
        return plain.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return plain.artifacts();
    }

    @Override
    public Configuration<C> configure(ConfigurationReader configuration) {
        boolean released = isReleased.test(configuration.declaration().name());
        return new Configuration<>(
                released ? release.configure(configuration) : release.unreleased(plain.configure(configuration)),
                released);
    }

    @Override
    public Class<JsonNode> stateType() {
        return JsonNode.class;
    }

    @Override
    public JsonNode begin(Configuration<C> configuration) {
        // Nothing secret is known before the first step.
        SecretMasker masker = new SecretMasker();
        return configuration.released()
                ? new StateCodec<>(masker, ReleaseState.class).write(release.begin(configuration.both()))
                : new StateCodec<>(masker, plain.stateType())
                        .write(plain.begin(configuration.both().target()));
    }

    @Override
    public Set<Instruction.Kind> instructions(Configuration<C> configuration) {
        return configuration.released()
                ? release.instructions(configuration.both())
                : plain.instructions(configuration.both().target());
    }

    @Override
    public Duration timeout(Configuration<C> configuration) {
        return configuration.released()
                ? release.timeout(configuration.both())
                : plain.timeout(configuration.both().target());
    }

    @Override
    public StepResult<JsonNode> step(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        if (isRelease(state)) {
            StateCodec<ReleaseState> codec = releases.of(context.masker());
            return written(release.step(context, configuration.both(), codec.read(state)), codec);
        }
        StateCodec<S> codec = plains.of(context.masker());
        S before = codec.read(state);
        C own = configuration.both().target();
        if (before.equals(plain.begin(own))) {
            Optional<ActionFailure> forbidden = release.gate().refusal(context, RevisionGate.WayBackBy.PLATFORM);
            if (forbidden.isPresent()) {
                return new StepResult.Fail<>(forbidden.get());
            }
        }
        return recorded(context, written(plain.step(context, own, before), codec));
    }

    private StepResult<JsonNode> recorded(ActionContext context, StepResult<JsonNode> result)
            throws IOException, InterruptedException {
        return switch (result) {
            case StepResult.Pass<JsonNode>(JsonNode next, ActionResult early, String summary, var point) ->
                new StepResult.Pass<>(next, early.with(release.gate().record(context)), summary, point);
            case StepResult.Succeed<JsonNode>(ActionResult end) ->
                new StepResult.Succeed<>(end.with(release.gate().record(context)));
            case StepResult.Next<JsonNode> next -> next;
            case StepResult.Await<JsonNode> await -> await;
            case StepResult.Fail<JsonNode> fail -> fail;
        };
    }

    private static <X> StepResult<JsonNode> written(StepResult<X> result, StateCodec<X> codec) {
        return switch (result) {
            case StepResult.Next<X>(X next, String summary) -> new StepResult.Next<>(codec.write(next), summary);
            case StepResult.Await<X>(X next, var until, String summary) ->
                new StepResult.Await<>(codec.write(next), until, summary);
            case StepResult.Pass<X>(X next, var early, String summary, var point) ->
                new StepResult.Pass<>(codec.write(next), early, summary, point);
            case StepResult.Succeed<X>(var end) -> new StepResult.Succeed<>(end);
            case StepResult.Fail<X>(var failure) -> new StepResult.Fail<>(failure);
        };
    }

    /** What was begun one way goes on that way, whatever the settings say meanwhile. */
    private static boolean isRelease(JsonNode state) {
        String kind = state.path("is").asString("");
        for (Class<?> each : ReleaseState.class.getPermittedSubclasses()) {
            if (each.getSimpleName().equals(kind)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void abandon(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        if (isRelease(state)) {
            release.abandon(
                    context, configuration.both(), releases.of(context.masker()).read(state));
        } else {
            plain.abandon(
                    context,
                    configuration.both().target(),
                    plains.of(context.masker()).read(state));
        }
    }

    @Override
    public Optional<String> stopping(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        return isRelease(state)
                ? release.stopping(
                        context,
                        configuration.both(),
                        releases.of(context.masker()).read(state))
                : plain.stopping(
                        context,
                        configuration.both().target(),
                        plains.of(context.masker()).read(state));
    }
}
