package dev.penstock.aws.journal;

import dev.penstock.journal.JournalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Calls of one table. What is throttled is asked again, more and more slowly; so are reads that were not answered. What a
 * write without an answer came to is left to the caller.
 */
final class Calls {

    private static final int MOST_READ = 100;
    private static final int MOST_WRITTEN = 25;

    /** DynamoDB's words for "later" (API Reference, "Common Errors", and "Error handling with DynamoDB"). */
    private static final Set<String> THROTTLED = Set.of(
            "ProvisionedThroughputExceededException",
            "ProvisionedThroughputExceeded",
            "RequestLimitExceeded",
            "ThrottlingException",
            "ThrottlingError",
            "Throttling",
            "LimitExceededException");

    private static final Set<String> UNSETTLED =
            Set.of("TransactionInProgressException", "TransactionConflictException");

    private final DynamoDbClient client;
    private final DynamoDbJournalOptions options;

    Calls(DynamoDbClient client, DynamoDbJournalOptions options) {
        this.client = client;
        this.options = options;
    }

    String table() {
        return options.table();
    }

    DynamoDbJournalOptions options() {
        return options;
    }

    /** Waits before an attempt, longer the more there were. */
    void pause(int attempts) {
        long most = Math.min(2_000, 20L << Math.min(attempts, 10));
        options.pause().of(Duration.ofMillis(1 + Math.floorMod(options.writes().getAsLong(), most)));
    }

    /** An item as it is now; consistent. */
    Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        var found = patiently(
                "dynamodb:GetItem",
                () -> client.getItem(get -> get.tableName(table()).key(key).consistentRead(true)));
        return found.hasItem() && !found.item().isEmpty() ? Optional.of(found.item()) : Optional.empty();
    }

    /** Those of the items that are there; consistent each, in no particular order. */
    List<Map<String, AttributeValue>> getAll(List<Map<String, AttributeValue>> keys) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MOST_READ) {
            List<Map<String, AttributeValue>> asked = keys.subList(from, Math.min(keys.size(), from + MOST_READ));
            for (int attempt = 1; !asked.isEmpty(); attempt++) {
                KeysAndAttributes part = KeysAndAttributes.builder()
                        .keys(asked)
                        .consistentRead(true)
                        .build();
                var answer = patiently(
                        "dynamodb:BatchGetItem",
                        () -> client.batchGetItem(get -> get.requestItems(Map.of(table(), part))));
                found.addAll(answer.responses().getOrDefault(table(), List.of()));
                KeysAndAttributes left = answer.unprocessedKeys().get(table());
                asked = left == null ? List.of() : left.keys();
                endlessly(attempt, asked.isEmpty());
            }
        }
        return found;
    }

    /** Writes items without a condition: those that do no harm if they are written twice. */
    void writeAll(List<WriteRequest> writes) {
        for (int from = 0; from < writes.size(); from += MOST_WRITTEN) {
            List<WriteRequest> asked = writes.subList(from, Math.min(writes.size(), from + MOST_WRITTEN));
            for (int attempt = 1; !asked.isEmpty(); attempt++) {
                List<WriteRequest> part = asked;
                var answer = patiently(
                        "dynamodb:BatchWriteItem",
                        () -> client.batchWriteItem(write -> write.requestItems(Map.of(table(), part))));
                asked = answer.unprocessedItems().getOrDefault(table(), List.of());
                endlessly(attempt, asked.isEmpty());
            }
        }
    }

    /** Lets an item expire, or stay; one that is gone already is gone. */
    void expire(Map<String, AttributeValue> item, Optional<Long> at) {
        Fields fields = new Fields(item);
        patiently("dynamodb:UpdateItem", () -> {
            try {
                client.updateItem(update -> {
                    update.tableName(table())
                            .key(Layout.key(fields.text(Layout.PARTITION), fields.text(Layout.SORT)))
                            .conditionExpression("attribute_exists(pk)");
                    at.ifPresentOrElse(
                            time -> update.updateExpression("SET " + Layout.EXPIRES + " = :at")
                                    .expressionAttributeValues(Map.of(":at", Fields.of(time))),
                            () -> update.updateExpression("REMOVE " + Layout.EXPIRES));
                });
            } catch (ConditionalCheckFailedException e) {
                // Swept away meanwhile.
            }
            return true;
        });
    }

    private void endlessly(int attempt, boolean done) {
        if (done) {
            return;
        }
        if (attempt >= options.attempts()) {
            throw new JournalException.Unavailable(
                    "table '" + table() + "' is throttled: a part of a batch was left over " + attempt + " times",
                    new IllegalStateException("unprocessed keys or items"));
        }
        pause(attempt);
    }

    /** The pages of a query up to a number of items. */
    List<Map<String, AttributeValue>> query(int limit, Consumer<QueryRequest.Builder> asked) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        do {
            Map<String, AttributeValue> start = from;
            QueryResponse page = patiently(
                    "dynamodb:Query",
                    () -> client.query(query -> {
                        if (limit < Integer.MAX_VALUE) {
                            query.limit(limit);
                        }
                        asked.accept(query.tableName(table()));
                        if (!start.isEmpty()) {
                            query.exclusiveStartKey(start);
                        }
                    }));
            found.addAll(page.items());
            from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!from.isEmpty() && found.size() < limit);
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    /** Items of one partition of an index, or of the table. */
    List<Map<String, AttributeValue>> partition(
            String name, String value, int limit, Consumer<QueryRequest.Builder> more) {
        return query(
                limit,
                query -> more.accept(query.keyConditionExpression("#p = :p")
                        .expressionAttributeNames(Map.of("#p", name))
                        .expressionAttributeValues(Map.of(":p", Fields.of(value)))));
    }

    /** Writes the first item, and others with it if there are any, all or nothing. */
    Written write(Put first, List<TransactWriteItem> others) {
        int attempts = options.attempts();
        String token = Long.toHexString(options.writes().getAsLong()) + "-penstock";
        for (int attempt = 1; ; attempt++) {
            try {
                if (others.isEmpty()) {
                    client.putItem(put -> put.tableName(table())
                            .item(first.item())
                            .conditionExpression(first.conditionExpression())
                            .expressionAttributeNames(first.expressionAttributeNames())
                            .expressionAttributeValues(first.expressionAttributeValues())
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                } else {
                    List<TransactWriteItem> all = new ArrayList<>();
                    all.add(TransactWriteItem.builder().put(first).build());
                    all.addAll(others);
                    client.transactWriteItems(write -> write.transactItems(all).clientRequestToken(token));
                }
                return new Written.Done();
            } catch (ConditionalCheckFailedException e) {
                return new Written.OtherHead(
                        e.hasItem() && !e.item().isEmpty() ? Optional.of(e.item()) : Optional.empty());
            } catch (TransactionCanceledException e) {
                Optional<Written> result = cancelled(e);
                if (result.isPresent()) {
                    return result.get();
                }
                again("dynamodb:TransactWriteItems", e, attempt, attempts);
            } catch (SdkException e) {
                if (isThrottle(e)) {
                    again("dynamodb:PutItem", e, attempt, attempts);
                } else if (e instanceof AwsServiceException answered && UNSETTLED.contains(code(answered))) {
                    return new Written.Disturbed();
                } else if (isUnanswered(e)) {
                    return new Written.Unclear(e);
                } else {
                    throw refused("dynamodb:PutItem", e);
                }
            }
        }
    }

    /** Why a transaction was not made; empty if it was throttled. */
    private Optional<Written> cancelled(TransactionCanceledException e) {
        List<CancellationReason> reasons = e.cancellationReasons();
        for (CancellationReason reason : reasons) {
            if (reason.code().equals("ValidationError") || reason.code().equals("ItemCollectionSizeLimitExceeded")) {
                throw refused("dynamodb:TransactWriteItems", e);
            }
        }
        if (!reasons.isEmpty() && reasons.getFirst().code().equals("ConditionalCheckFailed")) {
            Map<String, AttributeValue> found = reasons.getFirst().item();
            return Optional.of(new Written.OtherHead(
                    reasons.getFirst().hasItem() && !found.isEmpty() ? Optional.of(found) : Optional.empty()));
        }
        boolean disturbed = reasons.stream()
                .anyMatch(reason -> reason.code().equals("ConditionalCheckFailed")
                        || reason.code().equals("TransactionConflict"));
        return disturbed ? Optional.of(new Written.Disturbed()) : Optional.empty();
    }

    /** Asks until there is an answer: only what may be asked twice. */
    <T> T patiently(String operation, Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (ConditionalCheckFailedException e) {
                throw e;
            } catch (SdkException e) {
                if (!isThrottle(e) && !isUnanswered(e)) {
                    throw refused(operation, e);
                }
                again(operation, e, attempt, options.attempts());
            }
        }
    }

    DynamoDbClient client() {
        return client;
    }

    private void again(String operation, SdkException e, int attempt, int attempts) {
        if (attempt >= attempts) {
            throw refused(operation, e);
        }
        pause(attempt);
    }

    private static boolean isThrottle(SdkException e) {
        return e instanceof AwsServiceException answered
                && (THROTTLED.contains(code(answered)) || answered.statusCode() == 429);
    }

    private static boolean isUnanswered(SdkException e) {
        return !(e instanceof AwsServiceException answered)
                || answered.statusCode() >= 500
                || UNSETTLED.contains(code(answered));
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    JournalException refused(String operation, RuntimeException e) {
        String said = e instanceof AwsServiceException answered && answered.awsErrorDetails() != null
                ? code(answered) + ": " + answered.awsErrorDetails().errorMessage()
                : String.valueOf(e.getMessage());
        return new JournalException.Unavailable(
                "the journal's table '" + table() + "' cannot be used at the moment (" + operation + "): " + said, e);
    }

    static Map<String, AttributeValue> with(Map<String, AttributeValue> item, String name, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(item);
        more.put(name, value);
        return more;
    }
}
