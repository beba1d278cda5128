package dev.penstock.simulator.dynamodb;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.wire.JsonShapes;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Amazon DynamoDB, whose tables are those of a {@link TableEngine}. */
public final class Dynamo {

    private final TableEngine engine;

    /** A DynamoDB with the tables of an engine. */
    public Dynamo(TableEngine engine) {
        this.engine = engine;
    }

    /** What it is to the server. */
    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "dynamodb", new ServiceDefinition.Protocol.Json("DynamoDB_20120810"), this::declare);
    }

    private void declare(ServiceDefinition.Operations all) {
        changing(
                all,
                "CreateTable",
                CreateTableRequest::builder,
                (tables, asked) -> tables.createTable(asked.toBuilder()
                        .deletionProtectionEnabled(null)
                        .sseSpecification((SSESpecification) null)
                        .build()),
                CreateTableRequest::tableName);
        changing(
                all,
                "DeleteTable",
                DeleteTableRequest::builder,
                (tables, asked) -> tables.deleteTable(asked),
                DeleteTableRequest::tableName);
        changing(
                all,
                "UpdateTable",
                UpdateTableRequest::builder,
                (tables, asked) -> tables.updateTable(asked),
                UpdateTableRequest::tableName);
        changing(
                all,
                "UpdateTimeToLive",
                UpdateTimeToLiveRequest::builder,
                (tables, asked) -> tables.updateTimeToLive(asked),
                UpdateTimeToLiveRequest::tableName);
        reading(all, "DescribeTable", DescribeTableRequest::builder, (tables, asked) -> tables.describeTable(asked));
        reading(
                all,
                "DescribeTimeToLive",
                DescribeTimeToLiveRequest::builder,
                (tables, asked) -> tables.describeTimeToLive(asked));
        reading(all, "ListTables", ListTablesRequest::builder, (tables, asked) -> tables.listTables(asked));
        changing(
                all,
                "PutItem",
                PutItemRequest::builder,
                (tables, asked) -> tables.putItem(asked),
                PutItemRequest::tableName);
        changing(
                all,
                "UpdateItem",
                UpdateItemRequest::builder,
                (tables, asked) -> tables.updateItem(asked),
                UpdateItemRequest::tableName);
        changing(
                all,
                "DeleteItem",
                DeleteItemRequest::builder,
                (tables, asked) -> tables.deleteItem(asked),
                DeleteItemRequest::tableName);
        changing(
                all,
                "BatchWriteItem",
                BatchWriteItemRequest::builder,
                (tables, asked) -> tables.batchWriteItem(asked),
                asked -> String.join(",", asked.requestItems().keySet()));
        changing(
                all,
                "TransactWriteItems",
                TransactWriteItemsRequest::builder,
                (tables, asked) -> tables.transactWriteItems(asked),
                asked -> "");
        reading(all, "GetItem", GetItemRequest::builder, (tables, asked) -> tables.getItem(asked));
        reading(all, "Query", QueryRequest::builder, (tables, asked) -> tables.query(asked));
        reading(all, "Scan", ScanRequest::builder, (tables, asked) -> tables.scan(asked));
        reading(all, "BatchGetItem", BatchGetItemRequest::builder, (tables, asked) -> tables.batchGetItem(asked));
        reading(
                all,
                "TransactGetItems",
                TransactGetItemsRequest::builder,
                (tables, asked) -> tables.transactGetItems(asked));
    }

    private <Q extends SdkPojo, R extends SdkPojo> void reading(
            ServiceDefinition.Operations all,
            String operation,
            Supplier<? extends SdkBuilder<?, Q>> builder,
            BiFunction<DynamoDbClient, Q, R> ask) {
        all.operation(operation, builder, (call, asked) -> answer(call, tables -> ask.apply(tables, asked)));
    }

    private <Q extends SdkPojo, R extends SdkPojo> void changing(
            ServiceDefinition.Operations all,
            String operation,
            Supplier<? extends SdkBuilder<?, Q>> builder,
            BiFunction<DynamoDbClient, Q, R> ask,
            Function<Q, String> table) {
        all.operation(operation, builder, (call, asked) -> {
            R answered = answer(call, tables -> ask.apply(tables, asked));
            call.effect(table.apply(asked));
            return answered;
        });
    }

    private <R> R answer(Call call, Function<DynamoDbClient, R> question) {
        Optional<DynamoDbClient> tables;
        try {
            tables = engine.tables(call.account(), call.region());
            if (tables.isPresent()) {
                return question.apply(tables.get());
            }
        } catch (DynamoDbException e) {
            throw error(e);
        } catch (RuntimeException | LinkageError e) {
            // An engine that cannot be loaded or asked is DynamoDB's own failure: who waits for the answer gets one.
            throw ServiceError.of(500, "InternalServerError", "The engine behind the tables has failed: " + e);
        }
        throw ServiceError.of(
                501,
                "NotSimulated",
                "This simulated AWS has no tables: nothing stands behind its DynamoDB. A program that starts"
                        + " it gives it a TableEngine, such as one on DynamoDB Local.");
    }

    /** The engine's error with all that it says, such as the item that a condition failed on. */
    private static ServiceError error(DynamoDbException e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? e.getClass().getSimpleName()
                : e.awsErrorDetails().errorCode();
        String message = e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
                ? String.valueOf(e.getMessage())
                : e.awsErrorDetails().errorMessage();
        int status = e.statusCode() == 0 ? 400 : e.statusCode();
        String more = new String(JsonShapes.write(e), StandardCharsets.UTF_8);
        return ServiceError.of(status, code, message)
                .with(JsonTexts.structure(more).members());
    }
}
