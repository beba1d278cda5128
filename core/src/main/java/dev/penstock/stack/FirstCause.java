package dev.penstock.stack;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an operation failed: the first resource that failed by itself. Resources that were cancelled because another failed, stacks
 * that failed because of a resource, and failures of the rollback are its consequences.
 *
 * @param stackId the stack that the resource is in
 * @param logicalId the resource's name in that stack's template
 * @param type its type
 * @param status what failed, such as {@code CREATE_FAILED}
 * @param reason why: the resource's own words, without what CloudFormation wraps them in
 * @param remedy what would help: a full sentence; empty if nothing general can be said
 */
record FirstCause(String stackId, String logicalId, String type, String status, String reason, String remedy) {

    private static final Pattern HANDLER = Pattern.compile(
            "^Resource handler returned message: \"(.*)\" \\(RequestToken: [^,)]*(?:, HandlerErrorCode: ([A-Za-z]+))?\\)$",
            Pattern.DOTALL);

    /** What the codes of the resource types' contract mean to a user ("Handler error codes", CloudFormation CLI User Guide). */
    private static final Map<String, String> REMEDIES = Map.of(
            "AlreadyExists",
            "Something of that name is there already: choose another name, delete it, or import it into the stack.",
            "AccessDenied",
            "Allow it to the role that the stack is changed with (RoleArn), or to the caller.",
            "InvalidRequest",
            "Correct the resource's properties in the template.",
            "NotFound",
            "What it refers to is not there, or not any more.",
            "NotUpdatable",
            "A property that cannot be changed was changed: give the resource another logical id.",
            "ServiceLimitExceeded",
            "Have the quota raised, or delete what is not needed.",
            "NotStabilized",
            "It was made and did not become ready: look at the resource itself.",
            "ResourceConflict",
            "Something else is changing it: try again when that has ended.",
            "Throttling",
            "Its service was asked too often: try again.",
            "NetworkFailure",
            "Its service could not be reached: try again.");

    /** The cause in the events of an operation, oldest first; absent if none of them failed. */
    static Optional<FirstCause> in(List<StackEvent> events) {
        return events.stream()
                .filter(StackEvent::isFailure)
                .filter(event -> !event.isOfTheStack())
                .filter(event -> !isConsequence(event))
                .findFirst()
                .map(FirstCause::of);
    }

    /** The nested stack that failed first, if that is what the events tell. */
    static Optional<StackEvent> nested(List<StackEvent> events) {
        return events.stream()
                .filter(StackEvent::isFailure)
                .filter(event -> !isConsequence(event))
                .findFirst()
                .filter(StackEvent::isOfANestedStack);
    }

    /** "Resource creation cancelled", "Resource update cancelled": another one failed first. */
    private static boolean isConsequence(StackEvent event) {
        String reason = event.reason().toLowerCase(Locale.ROOT);
        return reason.matches("resource (creation|update|deletion|import) cancell?ed\\.?");
    }

    private static FirstCause of(StackEvent event) {
        Matcher handler = HANDLER.matcher(event.reason());
        if (handler.matches()) {
            String code = Optional.ofNullable(handler.group(2)).orElse("");
            return new FirstCause(
                    event.stackId(),
                    event.logicalId(),
                    event.type(),
                    event.status(),
                    handler.group(1).strip(),
                    REMEDIES.getOrDefault(code, ""));
        }
        String remedy = event.reason().contains("is not authorized to perform")
                ? REMEDIES.getOrDefault("AccessDenied", "")
                : event.reason().contains("already exists") ? REMEDIES.getOrDefault("AlreadyExists", "") : "";
        return new FirstCause(event.stackId(), event.logicalId(), event.type(), event.status(), event.reason(), remedy);
    }
}
