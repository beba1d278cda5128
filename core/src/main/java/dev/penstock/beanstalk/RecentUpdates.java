package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the last updates of an environment took, from the first event of a request to its last. */
final class RecentUpdates {

    private static final Duration RECENT = Duration.ofDays(30);
    private static final int MOST = 5;

    /** What is over sooner was a change of tags, a swap of host names or the like. */
    private static final Duration SHORTEST = Duration.ofSeconds(20);

    private final Environments environments;
    private final ActionContext context;

    RecentUpdates(Environments environments, ActionContext context) {
        this.environments = environments;
        this.context = context;
    }

    /** The newest first; none where they cannot be told. */
    List<Duration> of(String environmentId) {
        List<EnvironmentEvent> events;
        try {
            events = environments.events(
                    context.scope(), environmentId, context.now().minus(RECENT));
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of(); // Who may not read events is told so by the run.
        }
        Map<String, Span> spans = new LinkedHashMap<>();
        events.stream()
                .filter(event -> !event.requestId().isEmpty())
                .forEach(event -> spans.merge(
                        event.requestId(),
                        new Span(event.at(), event.at(), event.severity().isFailure()),
                        Span::and));
        List<Duration> all = new ArrayList<>();
        spans.values().stream()
                .filter(span -> !span.failed() && span.length().compareTo(SHORTEST) >= 0)
                .forEach(span -> all.add(span.length()));
        return all.reversed().stream().limit(MOST).toList();
    }

    private record Span(Instant from, Instant to, boolean failed) {

        Span and(Span other) {
            return new Span(from, other.to, failed || other.failed);
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }
}
