package dev.penstock.action;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out the actions of one type.
 *
 * <p>Providers hold no state of their own between steps: one instance serves all executions, on many threads.
 *
 * @param <C> the typed configuration: a record
 * @param <S> what is made durable between steps: a record, or a sealed interface of records, that Jackson can write and
 *     read; never holds secrets. A type that was once written must stay readable
 */
public interface ActionProvider<C, S> {

    /** The type of action that it carries out. */
    ActionTypeId type();

    /** How many artifacts go in and come out. */
    ArtifactLimits artifacts();

    /**
     * Reads the configuration of an action. Asked twice: when a definition is checked, with references to variables
     * still in it, and before the action starts, with none. Whatever is wrong is told to the reader, all of it at once;
     * what is returned then is not used. Throws nothing.
     */
    C configure(ConfigurationReader configuration);

    /**
     * Whether the value of a key of the configuration matters here. Asked of values that a template leaves open; where they do
     * not matter, the action is carried out without them. Pure.
     */
    default boolean needs(ActionDeclaration action, String key) {
        return true;
    }

    /**
     * The class of the states, for reading them back: a record, or a sealed interface whose records are told apart by their
     * simple names.
     */
    Class<S> stateType();

    /** The state that an attempt begins with. Pure. */
    S begin(C configuration);

    /**
     * Does the next thing.
     *
     * <p>It may be interrupted by the end of the process at any point, and is then asked again with the same state. A
     * failed read is never an outcome: let {@link RemoteCallException} through, and the engine asks again when that can
     * help.
     *
     * @throws RemoteCallException when a remote service does not do what was asked
     * @throws IOException when something on this machine does not work; the action fails with its message, unless the
     *     exception is a {@link TransientFault} that says otherwise
     * @throws InterruptedException when the runner shuts down; the step is asked again by the next
     */
    StepResult<S> step(ActionContext context, C configuration, S state) throws IOException, InterruptedException;

    /**
     * Stops what the action has going on elsewhere, because somebody abandons it. May be asked again. Does nothing where
     * there is nothing to stop.
     */
    default void abandon(ActionContext context, C configuration, S state) throws IOException, InterruptedException {}

    /**
     * What still goes on elsewhere after {@link #abandon} has asked it to stop, in words; absent once nothing does. Asked again
     * and again until then, with pauses; only looks. The action counts as abandoned when nothing goes on any more.
     */
    default Optional<String> stopping(ActionContext context, C configuration, S state)
            throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Which instructions an attempt with this configuration takes: people are refused others. A step sees what was told
     * before it in {@link ActionContext#instructions}, and decides what becomes of it. Pure; asked once, when an attempt
     * begins.
     */
    default Set<Instruction.Kind> instructions(C configuration) {
        return Set.of();
    }

    /**
     * After what time an attempt has failed, waiting included, and the time in which no runner was there as well; one hour,
     * as CodePipeline has it for most actions.
     */
    default Duration timeout(C configuration) {
        return Duration.ofHours(1);
    }
}
