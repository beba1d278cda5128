package dev.penstock.engine;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that takes long to make, and is not always needed. Safe for use by many threads. */
final class OnFirstUse<T> {

    private final Supplier<T> maker;
    private volatile Optional<T> made = Optional.empty();

    OnFirstUse(Supplier<T> maker) {
        this.maker = maker;
    }

    T get() {
        Optional<T> known = made;
        if (known.isEmpty()) {
            synchronized (this) {
                known = made;
                if (known.isEmpty()) {
                    known = Optional.of(maker.get());
                    made = known;
                }
            }
        }
        return known.get();
    }
}
