package dev.penstock.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a built-in action type.
 *
 * @param id category, owner, provider and version
 * @param requiredKeys configuration keys that must be there
 * @param optionalKeys configuration keys that may be there
 * @param keysAreComplete whether there are no other keys
 * @param inputs how many input artifacts the action takes
 * @param outputs how many output artifacts the action may have
 * @param outputVariables the variables that the action puts out; empty when they depend on what it does
 * @param needsV2 whether CodePipeline offers it to pipelines of type V2 only
 */
public record ActionTypeDescription(
        ActionTypeId id,
        List<String> requiredKeys,
        List<String> optionalKeys,
        boolean keysAreComplete,
        Count inputs,
        Count outputs,
        Optional<Set<String>> outputVariables,
        boolean needsV2) {

    public ActionTypeDescription {
        requiredKeys = List.copyOf(requiredKeys);
        optionalKeys = List.copyOf(optionalKeys);
        outputVariables = outputVariables.map(Set::copyOf);
    }

    /**
     * How many of something are allowed.
     *
     * @param fewest at least
     * @param most at most
     */
    public record Count(int fewest, int most) {

        /** Whether that many are allowed. */
        public boolean allows(int count) {
            return count >= fewest && count <= most;
        }

        @Override
        public String toString() {
            return fewest == most ? String.valueOf(fewest) : fewest + " to " + most;
        }
    }

    /** All configuration keys: those required first. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(requiredKeys);
        keys.addAll(optionalKeys);
        return keys;
    }
}
