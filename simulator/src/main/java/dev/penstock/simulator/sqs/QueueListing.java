package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;

/** {@code ListQueues} and {@code ListDeadLetterSourceQueues}: a page only for who says how many it takes. */
final class QueueListing {

    private static final int MOST = 1000;

    private final Queues queues;
    private final BiFunction<Call, Queue, String> url;

    QueueListing(Queues queues, BiFunction<Call, Queue, String> url) {
        this.queues = queues;
        this.url = url;
    }

    ListQueuesResponse list(Call call, ListQueuesRequest request) {
        String prefix = request.queueNamePrefix() == null ? "" : request.queueNamePrefix();
        List<Queue> all = queues.all(call.account(), call.region()).stream()
                .filter(queue -> queue.name().startsWith(prefix))
                .toList();
        Page<Queue> page = page(all, request.nextToken(), request.maxResults());
        return ListQueuesResponse.builder()
                .queueUrls(Batches.orNull(urls(call, page)))
                .nextToken(request.maxResults() == null ? null : page.next())
                .build();
    }

    ListDeadLetterSourceQueuesResponse sources(Call call, ListDeadLetterSourceQueuesRequest request) {
        Queue target = queues.require(call, request.queueUrl());
        Page<Queue> page = page(queues.sourcesOf(target), request.nextToken(), request.maxResults());
        return ListDeadLetterSourceQueuesResponse.builder()
                .queueUrls(urls(call, page))
                .nextToken(request.maxResults() == null ? null : page.next())
                .build();
    }

    private static Page<Queue> page(List<Queue> all, @Nullable String token, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw SqsErrors.invalidParameter(
                    "MaxResults", limit, "MaxResults must be an integer between 1 and " + MOST + ".");
        }
        if (token != null && limit == null) {
            throw SqsErrors.invalidParameter("NextToken", token, "NextToken is only valid with MaxResults.");
        }
        return Page.of(all, Queue::arn, token, limit, MOST);
    }

    private List<String> urls(Call call, Page<Queue> page) {
        return page.items().stream().map(queue -> url.apply(call, queue)).toList();
    }
}
