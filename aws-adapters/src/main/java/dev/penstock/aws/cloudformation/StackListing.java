package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.Stack;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;

/**
 * Reads the statuses of stacks. {@code DescribeStacks} takes one stack or none: without one it tells of all stacks of the account,
 * page by page, which is cheaper than one call each where the watched ones are more than the pages. Deleted ones are not in
 * there and are asked for one by one, and so are all where the identity may not list; a few with one reading, in turn.
 */
final class StackListing {

    private static final String DESCRIBE = "cloudformation:DescribeStacks";

    /** Fewer are asked for one by one: a listing is larger, and needs leave for all stacks. */
    private static final int WORTH_A_LISTING = 4;

    /** Of what has to be asked for one by one, with one reading: users were told of a limit of five calls a second. */
    private static final int MOST_ONE_BY_ONE = 4;

    private static final int MOST_REMEMBERED = 1000;

    private final AwsClients clients;
    private final Map<AwsScope, Integer> pages = new ConcurrentHashMap<>();

    /** When each was asked for last by itself, as the number of the question. */
    private final Map<String, Long> asked = Collections.synchronizedMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    private final AtomicLong questions = new AtomicLong();

    StackListing(AwsClients clients) {
        this.clients = clients;
    }

    /** Stacks by ARN, as far as they exist and it was their turn: who is left out is asked for with the next readings. */
    Map<String, Stack> read(AwsScope scope, List<String> ids, CallCount calls) {
        Map<String, Stack> found = new HashMap<>();
        if (ids.size() >= WORTH_A_LISTING && pages.getOrDefault(scope, 1) < ids.size()) {
            list(scope, ids, found, calls);
        }
        ids.stream()
                .filter(id -> !found.containsKey(id))
                .sorted(Comparator.comparing(id -> asked.getOrDefault(id, 0L)))
                .limit(MOST_ONE_BY_ONE)
                .forEach(id -> one(scope, id, found, calls));
        return found;
    }

    private void list(AwsScope scope, List<String> ids, Map<String, Stack> found, CallCount calls) {
        Set<String> wanted = new HashSet<>(ids);
        int read = 0;
        String next = null;
        try {
            do {
                calls.add();
                read++;
                DescribeStacksResponse answer = page(scope, next);
                for (software.amazon.awssdk.services.cloudformation.model.Stack stack : answer.stacks()) {
                    if (wanted.remove(stack.stackId())) {
                        found.put(stack.stackId(), StackMapping.stack(stack));
                    }
                }
                next = answer.nextToken();
            } while (next != null && !wanted.isEmpty() && read < ids.size());
            pages.put(scope, read);
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
            pages.put(scope, Integer.MAX_VALUE);
        }
    }

    private DescribeStacksResponse page(AwsScope scope, @Nullable String token) {
        return clients.call(
                DESCRIBE,
                "look at the stacks",
                () -> clients.cloudFormation(scope, Use.READ).describeStacks(request -> request.nextToken(token)));
    }

    private void one(AwsScope scope, String id, Map<String, Stack> found, CallCount calls) {
        calls.add();
        asked.put(id, questions.incrementAndGet());
        try {
            clients.call(
                            DESCRIBE,
                            "look at stack '" + id + "'",
                            () -> clients.cloudFormation(scope, Use.READ)
                                    .describeStacks(request -> request.stackName(id)))
                    .stacks()
                    .forEach(stack -> found.put(id, StackMapping.stack(stack)));
        } catch (RemoteCallException e) {
            if (!Missing.is(e)) {
                throw e;
            }
        }
    }
}
