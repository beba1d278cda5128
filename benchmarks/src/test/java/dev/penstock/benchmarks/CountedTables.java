package dev.penstock.benchmarks;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.penstock.simulator.dynamodb.TableEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Tables of DynamoDB Local that count the request units which DynamoDB would bill, indexes included. */
final class CountedTables implements TableEngine, AutoCloseable {

    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    private final AmazonDynamoDBLocal local = DynamoDBEmbedded.create(true);
    private final DynamoDbClient counted;
    private final DoubleAdder reads = new DoubleAdder();
    private final DoubleAdder writes = new DoubleAdder();
    private volatile boolean counting;

    CountedTables() {
        counted = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, this::call);
    }

    /** Counts from now on, or does not. */
    void counting(boolean counts) {
        counting = counts;
    }

    double reads() {
        return reads.sum();
    }

    double writes() {
        return writes.sum();
    }

    @Override
    public Optional<DynamoDbClient> tables(String account, String region) {
        return Optional.of(counted);
    }

    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (!counting || arguments == null || arguments.length != 1) {
            return invoke(method, arguments);
        }
        arguments[0] = asking(arguments[0]);
        try {
            Object answer = invoke(method, arguments);
            count(answer);
            return answer;
        } catch (ConditionalCheckFailedException e) {
            // A write that fails its condition is billed as well ("Condition expression CLI example", Developer Guide).
            writes.add(1);
            throw e;
        }
    }

    private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(local.dynamoDbClient(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Object asking(Object request) {
        return switch (request) {
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(TOTAL).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(TOTAL).build();
            case BatchGetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(TOTAL).build();
            case PutItemRequest put ->
                put.toBuilder().returnConsumedCapacity(TOTAL).build();
            case UpdateItemRequest update ->
                update.toBuilder().returnConsumedCapacity(TOTAL).build();
            case DeleteItemRequest delete ->
                delete.toBuilder().returnConsumedCapacity(TOTAL).build();
            case BatchWriteItemRequest write ->
                write.toBuilder().returnConsumedCapacity(TOTAL).build();
            case TransactWriteItemsRequest write ->
                write.toBuilder().returnConsumedCapacity(TOTAL).build();
            default -> request;
        };
    }

    private void count(@Nullable Object answer) {
        switch (answer) {
            case GetItemResponse get -> add(reads, List.of(get.consumedCapacity()));
            case QueryResponse query -> add(reads, List.of(query.consumedCapacity()));
            case BatchGetItemResponse get -> add(reads, get.consumedCapacity());
            case PutItemResponse put -> add(writes, List.of(put.consumedCapacity()));
            case UpdateItemResponse update -> add(writes, List.of(update.consumedCapacity()));
            case DeleteItemResponse delete -> add(writes, List.of(delete.consumedCapacity()));
            case BatchWriteItemResponse write -> add(writes, write.consumedCapacity());
            case TransactWriteItemsResponse write -> add(writes, write.consumedCapacity());
            case null, default -> {}
        }
    }

    private static void add(DoubleAdder to, List<ConsumedCapacity> consumed) {
        consumed.forEach(each -> to.add(each.capacityUnits()));
    }

    @Override
    public void close() {
        local.shutdown();
    }
}
