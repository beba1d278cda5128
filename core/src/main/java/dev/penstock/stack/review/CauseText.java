package dev.penstock.stack.review;

import dev.penstock.problem.SourceSpan;
import java.util.Optional;

/** Causes in words. */
final class CauseText {

    private CauseText() {}

    /** Like {@code the parameter Image (stack.yml:4:3)}. */
    static String of(Cause cause) {
        return switch (cause) {
            case Cause.Template template -> "the template" + at(template.place());
            case Cause.Parameter parameter -> "the parameter " + parameter.name() + at(parameter.place());
            case Cause.Resource resource ->
                (resource.attribute().isEmpty()
                                ? "the resource " + resource.logicalId()
                                : resource.attribute() + " of " + resource.logicalId())
                        + at(resource.place());
            case Cause.Nested nested -> "nested stacks are always looked into";
            case Cause.Drift drift -> "a change made beside CloudFormation";
            case Cause.Unknown unknown -> "something that this version does not know";
        };
    }

    private static String at(Optional<SourceSpan> place) {
        return place.map(span -> " (" + span + ")").orElse("");
    }
}
