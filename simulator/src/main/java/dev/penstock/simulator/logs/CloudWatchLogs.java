package dev.penstock.simulator.logs;

import dev.penstock.simulator.logs.LogStore.Event;
import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.logs.LogStore.Stream;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

/**
 * CloudWatch Logs, as far as reading what tasks wrote needs it. Filter patterns are plain words, all of which must
 * occur. Source: CloudWatch Logs API Reference.
 */
public final class CloudWatchLogs {

    private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final int MOST_EVENTS = 10_000;

    private final LogStore logs;

    public CloudWatchLogs(LogStore logs) {
        this.logs = logs;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "logs",
                new ServiceDefinition.Protocol.Json("Logs_20140328"),
                all -> all.operation("CreateLogGroup", CreateLogGroupRequest::builder, this::createGroup)
                        .operation("DeleteLogGroup", DeleteLogGroupRequest::builder, this::deleteGroup)
                        .operation("DescribeLogGroups", DescribeLogGroupsRequest::builder, this::describeGroups)
                        .operation("CreateLogStream", CreateLogStreamRequest::builder, this::createStream)
                        .operation("DescribeLogStreams", DescribeLogStreamsRequest::builder, this::describeStreams)
                        .operation("PutLogEvents", PutLogEventsRequest::builder, this::putEvents)
                        .operation("GetLogEvents", GetLogEventsRequest::builder, this::getEvents)
                        .operation("FilterLogEvents", FilterLogEventsRequest::builder, this::filterEvents));
    }

    private CreateLogGroupResponse createGroup(Call call, CreateLogGroupRequest request) {
        String name = request.logGroupName() == null ? "" : request.logGroupName();
        if (!GROUP.matcher(name).matches()) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "1 validation error detected: Value '" + name + "' at 'logGroupName' failed to satisfy constraint:"
                            + " Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }
        if (logs.hasGroup(call.account(), call.region(), name)) {
            throw ServiceError.client("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        logs.makeGroup(call.account(), call.region(), name, call.now());
        call.effect(group(call, name).arn());
        return CreateLogGroupResponse.builder().build();
    }

    private DeleteLogGroupResponse deleteGroup(Call call, DeleteLogGroupRequest request) {
        Group group = group(call, request.logGroupName());
        logs.deleteGroup(call.account(), call.region(), group.name());
        call.effect(group.arn());
        return DeleteLogGroupResponse.builder().build();
    }

    private DescribeLogGroupsResponse describeGroups(Call call, DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        Page<Group> page = Page.of(
                logs.groups(call.account(), call.region(), prefix),
                Group::name,
                request.nextToken(),
                request.limit(),
                50);
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.items().stream()
                        .map(g -> LogGroup.builder()
                                .logGroupName(g.name())
                                .creationTime(g.created().toEpochMilli())
                                .metricFilterCount(0)
                                .arn(g.arn() + ":*")
                                .logGroupArn(g.arn())
                                .storedBytes(0L)
                                .logGroupClass("STANDARD")
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private CreateLogStreamResponse createStream(Call call, CreateLogStreamRequest request) {
        Group group = group(call, request.logGroupName());
        String name = request.logStreamName() == null ? "" : request.logStreamName();
        if (logs.stream(call.account(), call.region(), group.name(), name).isPresent()) {
            throw ServiceError.client("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        logs.makeStream(call.account(), call.region(), group.name(), name, call.now());
        call.effect(group.arn() + ":log-stream:" + name);
        return CreateLogStreamResponse.builder().build();
    }

    private DescribeLogStreamsResponse describeStreams(Call call, DescribeLogStreamsRequest request) {
        Group group = group(call, request.logGroupName());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<Stream> all = logs.streams(call.account(), call.region(), group.name(), prefix);
        boolean byTime = "LastEventTime".equals(request.orderByAsString());
        List<Stream> ordered = byTime
                ? all.stream()
                        .sorted(Comparator.comparing(s -> s.last().orElse(Instant.EPOCH)))
                        .toList()
                : all;
        List<Stream> turned = Boolean.TRUE.equals(request.descending()) ? ordered.reversed() : ordered;
        int limit = request.limit() == null ? 50 : Math.min(request.limit(), 50);
        return DescribeLogStreamsResponse.builder()
                .logStreams(
                        turned.stream().limit(limit).map(s -> stream(group, s)).toList())
                .build();
    }

    private PutLogEventsResponse putEvents(Call call, PutLogEventsRequest request) {
        Group group = group(call, request.logGroupName());
        String stream = stream(call, group, request.logStreamName());
        for (InputLogEvent event : request.logEvents()) {
            Instant at = Instant.ofEpochMilli(event.timestamp() == null ? 0 : event.timestamp());
            String message = event.message() == null ? "" : event.message();
            logs.write(call.account(), call.region(), group.name(), stream, at, message);
        }
        call.effect(group.arn() + ":log-stream:" + stream);
        return PutLogEventsResponse.builder().build();
    }

    private GetLogEventsResponse getEvents(Call call, GetLogEventsRequest request) {
        Group group = group(call, request.logGroupName());
        String stream = stream(call, group, request.logStreamName());
        List<Event> all = logs.events(call.account(), call.region(), group.name(), stream).stream()
                .filter(e -> within(e, request.startTime(), request.endTime()))
                .toList();
        int limit = request.limit() == null ? MOST_EVENTS : Math.min(request.limit(), MOST_EVENTS);
        String token = request.nextToken() == null ? "" : request.nextToken();
        boolean head = Boolean.TRUE.equals(request.startFromHead());
        int from = head ? 0 : Math.max(all.size() - limit, 0);
        if (token.startsWith("f/") || token.startsWith("b/")) {
            int at = position(token);
            from = token.startsWith("f/") ? Math.min(at, all.size()) : Math.max(at - limit, 0);
            limit = token.startsWith("b/") ? Math.min(limit, at - from) : limit;
        } else if (!token.isEmpty()) {
            throw ServiceError.client("InvalidParameterException", "The specified nextToken is invalid.");
        }
        int to = Math.min(from + limit, all.size());
        return GetLogEventsResponse.builder()
                .events(all.subList(Math.min(from, to), to).stream()
                        .map(CloudWatchLogs::output)
                        .toList())
                .nextForwardToken("f/" + to)
                .nextBackwardToken("b/" + Math.min(from, to))
                .build();
    }

    private FilterLogEventsResponse filterEvents(Call call, FilterLogEventsRequest request) {
        Group group = group(call, request.logGroupName());
        List<String> words = request.filterPattern() == null
                ? List.of()
                : List.of(request.filterPattern().replace("\"", "").trim().split("\\s+", -1));
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<Event> all = logs.events(call.account(), call.region(), group.name(), "").stream()
                .filter(e -> within(e, request.startTime(), request.endTime()))
                .filter(e ->
                        !request.hasLogStreamNames() || request.logStreamNames().contains(e.stream()))
                .filter(e -> e.stream().startsWith(prefix))
                .filter(e -> words.stream().allMatch(e.message()::contains))
                .sorted(Comparator.comparing(Event::at).thenComparing(CloudWatchLogs::id))
                .toList();
        Page<Event> page = Page.of(all, CloudWatchLogs::sortKey, request.nextToken(), request.limit(), MOST_EVENTS);
        return FilterLogEventsResponse.builder()
                .events(page.items().stream()
                        .map(e -> FilteredLogEvent.builder()
                                .logStreamName(e.stream())
                                .timestamp(e.at().toEpochMilli())
                                .ingestionTime(e.at().toEpochMilli())
                                .message(e.message())
                                .eventId(id(e))
                                .build())
                        .toList())
                .searchedLogStreams(List.of())
                .nextToken(page.next())
                .build();
    }

    private Group group(Call call, @Nullable String name) {
        return logs.group(call.account(), call.region(), name == null ? "" : name)
                .orElseThrow(() ->
                        ServiceError.client("ResourceNotFoundException", "The specified log group does not exist."));
    }

    private String stream(Call call, Group group, @Nullable String name) {
        return logs.stream(call.account(), call.region(), group.name(), name == null ? "" : name)
                .map(Stream::name)
                .orElseThrow(() ->
                        ServiceError.client("ResourceNotFoundException", "The specified log stream does not exist."));
    }

    private static LogStream stream(Group group, Stream stream) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created().toEpochMilli())
                .firstEventTimestamp(stream.first().map(Instant::toEpochMilli).orElse(null))
                .lastEventTimestamp(stream.last().map(Instant::toEpochMilli).orElse(null))
                .lastIngestionTime(stream.last().map(Instant::toEpochMilli).orElse(null))
                .arn(group.arn() + ":log-stream:" + stream.name())
                .build();
    }

    private static OutputLogEvent output(Event event) {
        return OutputLogEvent.builder()
                .timestamp(event.at().toEpochMilli())
                .ingestionTime(event.at().toEpochMilli())
                .message(event.message())
                .build();
    }

    private static boolean within(Event event, @Nullable Long start, @Nullable Long end) {
        long at = event.at().toEpochMilli();
        return (start == null || at >= start) && (end == null || at < end);
    }

    private static int position(String token) {
        if (!token.matches("[fb]/[0-9]{1,9}")) {
            throw ServiceError.client("InvalidParameterException", "The specified nextToken is invalid.");
        }
        return Integer.parseInt(token.substring(2));
    }

    private static String id(Event event) {
        return String.format(Locale.ROOT, "%s-%012d", event.stream(), event.number());
    }

    private static String sortKey(Event event) {
        return String.format(Locale.ROOT, "%020d %s", event.at().toEpochMilli(), id(event));
    }
}
