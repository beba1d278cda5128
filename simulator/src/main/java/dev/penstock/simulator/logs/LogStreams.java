package dev.penstock.simulator.logs;

import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.logs.LogStore.Stream;
import dev.penstock.simulator.service.Call;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** The operations on log streams. */
final class LogStreams {

    private static final int LISTED = 50;

    private final LogStore logs;

    LogStreams(LogStore logs) {
        this.logs = logs;
    }

    CreateLogStreamResponse create(Call call, CreateLogStreamRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        String name = LogNames.checkStream(request.logStreamName());
        if (logs.stream(call.account(), call.region(), group.name(), name).isPresent()) {
            throw LogErrors.exists("log stream");
        }
        logs.makeStream(call.account(), call.region(), group.name(), name, call.now());
        call.effect(arn(group, name));
        return CreateLogStreamResponse.builder().build();
    }

    DeleteLogStreamResponse delete(Call call, DeleteLogStreamRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        Stream stream = LogNames.stream(logs, call, group, request.logStreamName());
        logs.deleteStream(call.account(), call.region(), group.name(), stream.name());
        call.effect(arn(group, stream.name()));
        return DeleteLogStreamResponse.builder().build();
    }

    DescribeLogStreamsResponse describe(Call call, DescribeLogStreamsRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName(), request.logGroupIdentifier());
        LogErrors.checkLimit(request.limit(), LISTED);
        if (request.orderBy() == OrderBy.UNKNOWN_TO_SDK_VERSION) {
            throw LogErrors.constraint(
                    request.orderByAsString(), "orderBy", "satisfy enum value set: [LogStreamName, LastEventTime]");
        }
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && request.logStreamNamePrefix() != null) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<Stream> all = logs.streams(call.account(), call.region(), group.name(), prefix);
        List<Stream> ordered = byTime
                ? all.stream()
                        .sorted(Comparator.comparing(s -> s.last().orElse(Instant.EPOCH)))
                        .toList()
                : all;
        List<Stream> turned = Boolean.TRUE.equals(request.descending()) ? ordered.reversed() : ordered;
        int from = request.nextToken() == null ? 0 : after(turned, request.nextToken());
        int size = request.limit() == null ? LISTED : request.limit();
        int to = Math.min(from + size, turned.size());
        return DescribeLogStreamsResponse.builder()
                .logStreams(turned.subList(from, to).stream()
                        .map(s -> described(group, s))
                        .toList())
                .nextToken(to < turned.size() ? turned.get(to - 1).name() : null)
                .build();
    }

    /** A page's token is the name of its last stream. */
    private static int after(List<Stream> streams, String token) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).name().equals(token)) {
                return i + 1;
            }
        }
        throw LogErrors.invalid("The specified nextToken is invalid.");
    }

    @SuppressWarnings("deprecation") // AWS still answers with it, as 0
    private static LogStream described(Group group, Stream stream) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created().toEpochMilli())
                .firstEventTimestamp(stream.first().map(Instant::toEpochMilli).orElse(null))
                .lastEventTimestamp(stream.last().map(Instant::toEpochMilli).orElse(null))
                .lastIngestionTime(stream.ingested().map(Instant::toEpochMilli).orElse(null))
                .arn(arn(group, stream.name()))
                .storedBytes(0L)
                .build();
    }

    static String arn(Group group, String stream) {
        return group.arn() + ":log-stream:" + stream;
    }
}
