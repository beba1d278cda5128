package dev.penstock.stack.review;

import dev.penstock.problem.SourceSpan;
import java.util.Optional;

/** Where a change comes from. */
public sealed interface Cause {

    /**
     * Somebody changed the template there.
     *
     * @param place of the property; absent if the template's text is not known
     */
    record Template(Optional<SourceSpan> place) implements Cause {}

    /**
     * A parameter has another value.
     *
     * @param place of its declaration; absent if the template's text is not known
     */
    record Parameter(String name, Optional<SourceSpan> place) implements Cause {}

    /**
     * Another resource of the stack changes.
     *
     * @param logicalId that resource
     * @param attribute what is asked of it by {@code Fn::GetAtt}; empty for {@code Ref}
     * @param place of its declaration; absent if the template's text is not known
     */
    record Resource(String logicalId, String attribute, Optional<SourceSpan> place) implements Cause {}

    /** CloudFormation always looks into nested stacks. */
    record Nested() implements Cause {}

    /** The resource was changed without CloudFormation, and is to be as the template says. */
    record Drift() implements Cause {}

    /** The platform says something that is newer than this version of Penstock. */
    record Unknown() implements Cause {}
}
