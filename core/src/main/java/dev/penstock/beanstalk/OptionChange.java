package dev.penstock.beanstalk;

import java.util.Optional;

/**
 * An option that a deployment would give another value.
 *
 * @param name which option
 * @param isNew whether it has no value yet
 * @param values both values; absent where they may be secret
 * @param effect what the change does
 */
public record OptionChange(OptionName name, boolean isNew, Optional<Values> values, OptionEffect effect) {

    /** A value, and the one that it takes the place of; that is empty where there is none. */
    public record Values(String before, String after) {}

    static OptionChange of(OptionName name, Optional<String> before, String after, OptionEffect effect) {
        return new OptionChange(
                name,
                before.isEmpty(),
                name.isPublic() ? Optional.of(new Values(before.orElse(""), after)) : Optional.empty(),
                effect);
    }
}
