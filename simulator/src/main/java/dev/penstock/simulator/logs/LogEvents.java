package dev.penstock.simulator.logs;

import dev.penstock.simulator.logs.LogStore.Event;
import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.logs.LogStore.Stream;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/** Writing and reading events. Source of limits: CloudWatch Logs API Reference, {@code PutLogEvents}. */
final class LogEvents {

    private static final int MOST = 10_000;
    private static final int LARGEST_BATCH = 1_048_576;
    private static final int EACH = 26;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);
    private static final Pattern TOKEN = Pattern.compile("[fb]/[0-9]{19}/[0-9]{12}");

    private final LogStore logs;
    private final Ids ids;

    LogEvents(LogStore logs, Ids ids) {
        this.logs = logs;
        this.ids = ids;
    }

    PutLogEventsResponse put(Call call, PutLogEventsRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        Stream stream = LogNames.stream(logs, call, group, request.logStreamName());
        List<InputLogEvent> given = request.logEvents();
        check(given);
        List<Event> kept = new ArrayList<>();
        int tooOld = 0;
        int expired = 0;
        int tooNew = -1;
        for (int i = 0; i < given.size(); i++) {
            Instant at = at(given.get(i));
            if (at.isBefore(call.now().minus(OLDEST))) {
                tooOld = i + 1;
            } else if (group.hasOutlived(at, call.now())) {
                expired = i + 1;
            } else if (at.isAfter(call.now().plus(NEWEST))) {
                tooNew = tooNew < 0 ? i : tooNew;
            } else {
                kept.add(new Event(stream.name(), 0, at, message(given.get(i)), Optional.of(call.now())));
            }
        }
        logs.write(call.account(), call.region(), group.name(), stream.name(), kept);
        call.effect(LogStreams.arn(group, stream.name()));
        boolean rejected = tooOld > 0 || expired > 0 || tooNew >= 0;
        return PutLogEventsResponse.builder()
                .nextSequenceToken(ids.digits(56))
                .rejectedLogEventsInfo(
                        rejected
                                ? RejectedLogEventsInfo.builder()
                                        .tooOldLogEventEndIndex(tooOld > 0 ? tooOld : null)
                                        .expiredLogEventEndIndex(expired > 0 ? expired : null)
                                        .tooNewLogEventStartIndex(tooNew >= 0 ? tooNew : null)
                                        .build()
                                : null)
                .build();
    }

    GetLogEventsResponse get(Call call, GetLogEventsRequest request) {
        int limit = limit(request.limit());
        Group group = LogNames.group(logs, call, request.logGroupName(), request.logGroupIdentifier());
        Stream stream = LogNames.stream(logs, call, group, request.logStreamName());
        List<Event> all = logs.events(group, stream.name(), call.now()).stream()
                .filter(e -> within(e, request.startTime(), request.endTime()))
                .toList();
        String token = request.nextToken() == null ? "" : request.nextToken();
        if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        List<Event> page = page(all, token, limit, Boolean.TRUE.equals(request.startFromHead()));
        // Who reads on at an end gets its own token back: that is how readers know the end.
        String place = token.isEmpty() ? "" : token.substring(2);
        String first = page.isEmpty() ? place : place(page.getFirst());
        String last = page.isEmpty() ? place : place(page.getLast());
        String none = String.format(Locale.ROOT, "%019d/%012d", call.now().toEpochMilli(), 0);
        return GetLogEventsResponse.builder()
                .events(page.stream()
                        .map(e -> OutputLogEvent.builder()
                                .timestamp(e.at().toEpochMilli())
                                .ingestionTime(e.ingestedMillis())
                                .message(e.message())
                                .build())
                        .toList())
                .nextForwardToken("f/" + (last.isEmpty() ? none : last))
                .nextBackwardToken("b/" + (first.isEmpty() ? none : first))
                .build();
    }

    FilterLogEventsResponse filter(Call call, FilterLogEventsRequest request) {
        int limit = limit(request.limit());
        Group group = LogNames.group(logs, call, request.logGroupName(), request.logGroupIdentifier());
        if (request.logStreamNamePrefix() != null && !request.logStreamNames().isEmpty()) {
            throw LogErrors.invalid("LogStream name prefix and LogStream names are mutually exclusive parameters.");
        }
        FilterPattern pattern = LogFilters.pattern(request.filterPattern());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        String token = request.nextToken() == null ? "" : request.nextToken();
        if (!token.isEmpty() && !isPlace(token)) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        List<Event> all = logs.events(group, "", call.now()).stream()
                .filter(e -> within(e, request.startTime(), request.endTime()))
                .filter(e -> request.logStreamNames().isEmpty()
                        || request.logStreamNames().contains(e.stream()))
                .filter(e -> e.stream().startsWith(prefix))
                .filter(e -> pattern.matches(e.message()))
                .toList();
        Page<Event> page = Page.of(all, LogEvents::order, request.nextToken(), limit, MOST);
        return FilterLogEventsResponse.builder()
                .events(page.items().stream()
                        .map(e -> FilteredLogEvent.builder()
                                .logStreamName(e.stream())
                                .timestamp(e.at().toEpochMilli())
                                .ingestionTime(e.ingestedMillis())
                                .message(e.message())
                                .eventId(id(e))
                                .build())
                        .toList())
                .searchedLogStreams(List.of())
                .nextToken(page.next())
                .build();
    }

    private static List<Event> page(List<Event> all, String token, int limit, boolean fromHead) {
        if (token.startsWith("f/")) {
            return all.stream()
                    .filter(e -> place(e).compareTo(token.substring(2)) > 0)
                    .limit(limit)
                    .toList();
        }
        List<Event> before = token.isEmpty()
                ? all
                : all.stream()
                        .filter(e -> place(e).compareTo(token.substring(2)) < 0)
                        .toList();
        boolean head = fromHead && token.isEmpty();
        int from = head ? 0 : Math.max(before.size() - limit, 0);
        return before.subList(from, head ? Math.min(limit, before.size()) : before.size());
    }

    private static void check(List<InputLogEvent> events) {
        if (events.isEmpty()) {
            throw LogErrors.constraint("[]", "logEvents", "have length greater than or equal to 1");
        } else if (events.size() > MOST) {
            throw LogErrors.constraint("[…]", "logEvents", "have length less than or equal to " + MOST);
        }
        long size = 0;
        Instant before = Instant.MIN;
        for (InputLogEvent event : events) {
            if (at(event).isBefore(before)) {
                throw LogErrors.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            before = at(event);
            size += message(event).getBytes(StandardCharsets.UTF_8).length + EACH;
        }
        if (size > LARGEST_BATCH) {
            throw LogErrors.invalid("Upload too large: " + size + " bytes exceeds limit of " + LARGEST_BATCH);
        }
        if (Duration.between(at(events.getFirst()), before).compareTo(Duration.ofDays(1)) > 0) {
            throw LogErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return MOST;
        } else if (asked > MOST) {
            throw LogErrors.constraint(String.valueOf(asked), "limit", "have value less than or equal to " + MOST);
        } else if (asked < 1) {
            throw LogErrors.constraint(String.valueOf(asked), "limit", "have value greater than or equal to 1");
        }
        return asked;
    }

    private static boolean isPlace(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8)
                    .matches("(?s)[0-9]{19} .*-[0-9]{12}");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean within(Event event, @Nullable Long start, @Nullable Long end) {
        long at = event.at().toEpochMilli();
        return (start == null || at >= start) && (end == null || at < end);
    }

    private static Instant at(InputLogEvent event) {
        return Instant.ofEpochMilli(event.timestamp() == null ? 0 : event.timestamp());
    }

    private static String message(InputLogEvent event) {
        return event.message() == null ? "" : event.message();
    }

    private static String place(Event event) {
        return String.format(Locale.ROOT, "%019d/%012d", event.at().toEpochMilli(), event.number());
    }

    private static String id(Event event) {
        return String.format(Locale.ROOT, "%s-%012d", event.stream(), event.number());
    }

    private static String order(Event event) {
        return String.format(Locale.ROOT, "%019d %s", event.at().toEpochMilli(), id(event));
    }
}
