package dev.penstock.appspec;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.List;
import java.util.Set;

/** Judges the names of lifecycle events. */
final class EventRule {

    private final Problems problems;

    EventRule(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reports an event at which nothing can run, or that is named twice.
     *
     * @param events at which something can run on this platform
     * @param seen the events that were named before; this one is added
     */
    boolean check(SourceNode.Entry entry, String path, List<String> events, Set<String> seen) {
        String event = entry.name();
        String at = Fields.child(path, event);
        if (!events.contains(event)) {
            boolean reserved = LifecycleEvents.RESERVED.contains(event);
            problems.report(
                    ProblemType.APPSPEC_HOOK,
                    entry.key().span(),
                    at,
                    reserved
                            ? "'" + event + "' is CodeDeploy's own event; nothing else can run at it."
                            : "There is no lifecycle event '" + event + "' on this platform.",
                    reserved
                            ? "Events that can be used are " + String.join(", ", events) + "."
                            : DidYouMean.hint(event, events));
            return false;
        }
        if (!seen.add(event)) {
            problems.report(
                    ProblemType.APPSPEC_HOOK,
                    entry.key().span(),
                    at,
                    "'" + event + "' is named twice; one function decides at each event.",
                    "Keep one, and let it call the other.");
            return false;
        }
        return true;
    }
}
