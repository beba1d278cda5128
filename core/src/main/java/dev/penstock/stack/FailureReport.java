package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out why an operation failed: the first cause, followed down into nested stacks, with its place in the template. */
final class FailureReport {

    private static final int DEEPEST = 10;

    private final Stacks stacks;
    private final AwsScope scope;
    private final Optional<LocatedTemplate> template;

    /**
     * A report on operations of one stack.
     *
     * @param template the stack's template, where it is at hand
     */
    FailureReport(Stacks stacks, ActionContext context, Optional<LocatedTemplate> template) {
        this.stacks = stacks;
        this.scope = context.scope();
        this.template = template;
    }

    /**
     * Why it failed.
     *
     * @param message the end of a sentence, to follow "failed"
     * @param details further lines: the resource, its place, its reason, what to do
     */
    record Cause(String message, List<String> details) {}

    /** The first cause in the events of an operation; absent if no resource failed. */
    Optional<Cause> of(List<StackEvent> events, String stackId) {
        List<String> path = new ArrayList<>();
        List<StackEvent> own = ofStack(events, stackId);
        String current = stackId;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<StackEvent> nested = FirstCause.nested(own);
            List<StackEvent> inside =
                    nested.map(event -> inside(events, event.physicalId())).orElse(List.of());
            if (nested.isEmpty() || FirstCause.in(inside).isEmpty()) {
                break;
            }
            path.add(nested.get().logicalId());
            current = nested.get().physicalId();
            own = inside;
        }
        String where = current;
        return FirstCause.in(own).map(cause -> told(cause, path, where, where.equals(stackId)));
    }

    private static List<StackEvent> ofStack(List<StackEvent> events, String stackId) {
        return events.stream().filter(event -> event.stackId().equals(stackId)).toList();
    }

    /** What was not seen with the others is asked for; a nested stack that cannot be read ends the search. */
    private List<StackEvent> inside(List<StackEvent> events, String nestedId) {
        List<StackEvent> seen = ofStack(events, nestedId);
        if (seen.stream().anyMatch(StackEvent::isFailure)) {
            return seen;
        }
        try {
            return stacks.events(scope, nestedId);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of();
        }
    }

    private Cause told(FirstCause cause, List<String> path, String stackId, boolean isOutermost) {
        List<String> ids = new ArrayList<>(path);
        ids.add(cause.logicalId());
        String name = String.join("/", ids);
        List<String> details = new ArrayList<>();
        details.add(name + " (" + cause.type() + "): " + cause.status());
        place(cause.logicalId(), stackId, isOutermost).ifPresent(place -> details.add("  declared at " + place));
        details.add("  " + (cause.reason().isEmpty() ? "no reason was given" : cause.reason()));
        if (!cause.remedy().isEmpty()) {
            details.add("  " + cause.remedy());
        }
        String reason = cause.reason().isEmpty() ? "" : ": " + cause.reason();
        return new Cause(name + " (" + cause.type() + ") could not be " + deed(cause.status()) + reason, details);
    }

    private static String deed(String status) {
        if (status.startsWith("CREATE")) {
            return "created";
        }
        if (status.startsWith("DELETE")) {
            return "deleted";
        }
        return status.startsWith("IMPORT") ? "imported" : "updated";
    }

    private Optional<String> place(String logicalId, String stackId, boolean isOutermost) {
        if (isOutermost && template.isPresent()) {
            return template.get().resource(logicalId).map(Object::toString);
        }
        try {
            String name = "template of stack " + stackName(stackId);
            return LocatedTemplate.read(SourceText.of(name, stacks.template(scope, stackId, false)))
                    .resource(logicalId)
                    .map(span -> "line " + span.line() + " of the " + name);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return Optional.empty();
        } catch (StackFailure e) {
            return Optional.empty();
        }
    }

    private static String stackName(String stackId) {
        String[] parts = stackId.split("/", -1);
        return parts.length > 1 ? parts[1] : stackId;
    }
}
