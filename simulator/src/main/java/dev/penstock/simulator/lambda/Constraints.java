package dev.penstock.simulator.lambda;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the model of a request demands of its members: all that is broken is told at once, as AWS does it. */
final class Constraints {

    private final List<String> broken = new ArrayList<>();

    /** Demands a length of at most so many characters. */
    Constraints atMost(int length, String member, @Nullable String value) {
        if (value != null && value.length() > length) {
            add(member, value, "Member must have length less than or equal to " + length);
        }
        return this;
    }

    /** Demands a form. */
    Constraints matches(Pattern form, String member, @Nullable String value) {
        if (value != null && !form.matcher(value).matches()) {
            add(member, value, "Member must satisfy regular expression pattern: " + form.pattern());
        }
        return this;
    }

    /** Demands a number from {@code least} to {@code most}. */
    Constraints range(long least, long most, String member, @Nullable Integer value) {
        if (value != null && value < least) {
            add(member, value.toString(), "Member must have value greater than or equal to " + least);
        } else if (value != null && value > most) {
            add(member, value.toString(), "Member must have value less than or equal to " + most);
        }
        return this;
    }

    /** Demands one of some values. */
    Constraints oneOf(Collection<String> values, String member, @Nullable String value) {
        if (value != null && !values.contains(value)) {
            add(member, value, "Member must satisfy enum value set: " + values);
        }
        return this;
    }

    /** Demands some values of a list's elements. */
    Constraints eachOneOf(Collection<String> values, String member, List<String> elements) {
        if (!values.containsAll(elements)) {
            String set = "Member must satisfy enum value set: " + values;
            add(member, elements.toString(), "Member must satisfy constraint: [" + set + ", Member must not be null]");
        }
        return this;
    }

    /** Demands something else. */
    Constraints holds(boolean satisfied, String member, String value, String constraint) {
        if (!satisfied) {
            add(member, value, constraint);
        }
        return this;
    }

    /** Demands that a member is there. */
    Constraints present(String member, @Nullable Object value) {
        if (value == null) {
            broken.add("Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
        }
        return this;
    }

    /** @throws dev.penstock.simulator.wire.ServiceError {@code ValidationException} when anything is broken */
    void check() {
        if (!broken.isEmpty()) {
            throw LambdaErrors.validation(text());
        }
    }

    /** What is broken, in AWS's words. */
    String text() {
        return broken.size() + " validation error" + (broken.size() == 1 ? "" : "s") + " detected: "
                + String.join("; ", broken);
    }

    private void add(String member, String value, String constraint) {
        broken.add("Value '" + value + "' at '" + member + "' failed to satisfy constraint: " + constraint);
    }
}
