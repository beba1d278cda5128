package dev.penstock.aws.journal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB as it is on a bad day: a share of all calls goes wrong, each in one of the ways that are documented. */
final class FaultyDynamoDb {

    /** What is documented to go wrong. */
    enum Kind {
        CAPACITY,
        REQUEST_LIMIT,
        THROTTLED,
        REQUEST_LOST,
        ANSWER_LOST,
        SERVER_ERROR,
        ASKED_TWICE,
        PARTLY
    }

    private final DynamoDbClient tables;
    private final List<Kind> kinds;
    private final Random random;
    private final AtomicInteger struck = new AtomicInteger();
    private volatile double share;
    private volatile boolean healthy;

    FaultyDynamoDb(DynamoDbClient tables, long seed, double share) {
        this(tables, seed, share, Kind.values());
    }

    FaultyDynamoDb(DynamoDbClient tables, long seed, double share, Kind... kinds) {
        this.tables = tables;
        this.kinds = List.of(kinds);
        this.random = new Random(seed);
        this.share = share;
    }

    /** From now on nothing goes wrong. */
    void heal() {
        share = 0;
    }

    /** Nothing goes wrong for a while. */
    void pause(boolean paused) {
        healthy = paused;
    }

    /** How many calls went wrong. */
    int struck() {
        return struck.get();
    }

    DynamoDbClient client() {
        return (DynamoDbClient) Proxy.newProxyInstance(
                FaultyDynamoDb.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer<?>) {
            // The form with a builder calls the other one: only that is a request.
            return InvocationHandler.invokeDefault(client(), method, arguments);
        }
        Optional<Kind> kind = kind();
        if (kind.isEmpty()) {
            return invoke(method, arguments);
        }
        struck.incrementAndGet();
        return switch (kind.get()) {
            case CAPACITY ->
                throw error(
                        ProvisionedThroughputExceededException.builder(),
                        "ProvisionedThroughputExceededException",
                        400);
            case REQUEST_LIMIT -> throw error(RequestLimitExceededException.builder(), "RequestLimitExceeded", 400);
            case THROTTLED -> throw error(DynamoDbException.builder(), "ThrottlingException", 400);
            case REQUEST_LOST -> throw SdkClientException.create("the request was lost");
            case ANSWER_LOST -> {
                invoke(method, arguments);
                throw SdkClientException.create("the answer was lost");
            }
            case SERVER_ERROR -> {
                invoke(method, arguments);
                throw error(InternalServerErrorException.builder(), "InternalServerError", 500);
            }
            case ASKED_TWICE -> {
                // As an attempt that the SDK repeats by itself.
                invokeQuietly(method, arguments);
                yield invoke(method, arguments);
            }
            case PARTLY -> partly(method, arguments);
        };
    }

    /** A part of a batch is left over; a transaction meets another. */
    private Object partly(Method method, Object[] arguments) throws Throwable {
        return switch (arguments[0]) {
            case BatchGetItemRequest batch
            when size(batch) > 1 -> {
                Map.Entry<String, KeysAndAttributes> only =
                        batch.requestItems().entrySet().iterator().next();
                String table = only.getKey();
                KeysAndAttributes asked = only.getValue();
                int half = asked.keys().size() / 2;
                BatchGetItemResponse answer = tables.batchGetItem(BatchGetItemRequest.builder()
                        .requestItems(Map.of(
                                table,
                                asked.toBuilder()
                                        .keys(asked.keys().subList(0, half))
                                        .build()))
                        .build());
                yield answer.toBuilder()
                        .unprocessedKeys(Map.of(
                                table,
                                asked.toBuilder()
                                        .keys(asked.keys()
                                                .subList(half, asked.keys().size()))
                                        .build()))
                        .build();
            }
            case BatchWriteItemRequest batch -> {
                String table = batch.requestItems().keySet().iterator().next();
                List<WriteRequest> asked = batch.requestItems().get(table);
                yield BatchWriteItemResponse.builder()
                        .unprocessedItems(Map.of(table, asked))
                        .build();
            }
            case TransactWriteItemsRequest transaction ->
                throw TransactionCanceledException.builder()
                        .cancellationReasons(transaction.transactItems().stream()
                                .map(item -> CancellationReason.builder()
                                        .code("TransactionConflict")
                                        .build())
                                .toList())
                        .awsErrorDetails(details("TransactionCanceledException", 400))
                        .statusCode(400)
                        .build();
            default -> invoke(method, arguments);
        };
    }

    private static int size(BatchGetItemRequest batch) {
        return batch.requestItems().values().iterator().next().keys().size();
    }

    private synchronized Optional<Kind> kind() {
        return !healthy && random.nextDouble() < share
                ? Optional.of(kinds.get(random.nextInt(kinds.size())))
                : Optional.empty();
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(tables, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void invokeQuietly(Method method, Object[] arguments) {
        try {
            method.invoke(tables, arguments);
        } catch (ReflectiveOperationException e) {
            // Its answer is lost, whatever it was.
        }
    }

    private static RuntimeException error(DynamoDbException.Builder builder, String code, int status) {
        return (RuntimeException) builder.awsErrorDetails(details(code, status))
                .statusCode(status)
                .build();
    }

    private static AwsErrorDetails details(String code, int status) {
        return AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(code + " on purpose")
                .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build())
                .build();
    }
}
