package dev.penstock.engine;

import dev.penstock.secret.Masker;
import java.util.Optional;

/**
 * Keeps the codec of a type of states from step to step: to make one takes longer than most steps do. Safe for use by many threads.
 *
 * @param <S> the states
 */
public final class StateCodecs<S> {

    private final Class<S> type;
    private volatile Optional<Made<S>> made = Optional.empty();

    private record Made<S>(Masker masker, StateCodec<S> codec) {}

    /** For states of a type. */
    public StateCodecs(Class<S> type) {
        this.type = type;
    }

    /** The codec that masks so; an engine has one masker for all of its steps. */
    public StateCodec<S> of(Masker masker) {
        Optional<Made<S>> known = made;
        if (known.isPresent() && known.get().masker() == masker) {
            return known.get().codec();
        }
        StateCodec<S> codec = new StateCodec<>(masker, type);
        made = Optional.of(new Made<>(masker, codec));
        return codec;
    }
}
