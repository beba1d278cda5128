package dev.penstock.rollout;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a strategy may know of a target.
 *
 * @param live whether a version runs already; absent before anybody looked, as when settings are checked
 * @param wanted how many tasks, instances or stacks there shall be; absent where that is not known or means nothing
 */
public record TargetFacts(Optional<Boolean> live, OptionalInt wanted) {

    /** Nothing was looked at. */
    public static final TargetFacts UNKNOWN = new TargetFacts(Optional.empty(), OptionalInt.empty());

    /** Nothing runs yet. */
    public static final TargetFacts EMPTY = new TargetFacts(Optional.of(false), OptionalInt.empty());

    /** A version runs. */
    public static TargetFacts live(OptionalInt wanted) {
        return new TargetFacts(Optional.of(true), wanted);
    }

    /** Whether it is known that nothing runs, so that there is nobody to protect. */
    public boolean isEmpty() {
        return live.isPresent() && !live.get();
    }
}
