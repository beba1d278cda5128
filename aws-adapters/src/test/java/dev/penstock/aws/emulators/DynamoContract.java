package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tables of DynamoDB, with what a record of many writers stands on: conditions, transactions, queries, an index, limits. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
abstract class DynamoContract extends ServiceContract {

    private static final String TABLE = "shop";
    private static final String ABSENT = "attribute_not_exists(p)";
    private static final int MOST_BYTES = 400 * 1024;

    private DynamoDbClient tables;

    @BeforeEach
    void makeATable() {
        tables = account.client(DynamoDbClient.builder());
        create();
    }

    private void create() {
        tables.createTable(make -> make.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("p"), attribute("s"), attribute("due"))
                .keySchema(key("p", KeyType.HASH), key("s", KeyType.RANGE))
                .globalSecondaryIndexes(index -> index.indexName("by-due")
                        .keySchema(key("due", KeyType.HASH), key("s", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))));
        account.await(
                "the table is there",
                () -> tables.describeTable(describe -> describe.tableName(TABLE))
                                .table()
                                .tableStatus()
                        == TableStatus.ACTIVE);
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static Map<String, AttributeValue> item(String p, String s) {
        return Map.of("p", AttributeValue.fromS(p), "s", AttributeValue.fromS(s));
    }

    private static Map<String, AttributeValue> item(String p, String s, String name, AttributeValue value) {
        return Map.of("p", AttributeValue.fromS(p), "s", AttributeValue.fromS(s), name, value);
    }

    private void put(Map<String, AttributeValue> item) {
        tables.putItem(put -> put.tableName(TABLE).item(item));
    }

    private Map<String, AttributeValue> get(String p, String s) {
        return tables.getItem(get -> get.tableName(TABLE).key(item(p, s)).consistentRead(true))
                .item();
    }

    @Test
    void aTableHasItsNameOnce() {
        refused(this::create, 400, "ResourceInUseException");
        assertThat(tables.listTables().tableNames()).containsExactly(TABLE);
        refused(() -> tables.describeTable(describe -> describe.tableName("none")), 400, "ResourceNotFoundException");
        refused(
                () -> tables.getItem(get -> get.tableName("none").key(item("a", "1"))),
                400,
                "ResourceNotFoundException");
    }

    @Test
    void givesBackAnItemWithItsTypes() {
        Map<String, AttributeValue> all = Map.of(
                "p", AttributeValue.fromS("a"),
                "s", AttributeValue.fromS("1"),
                "n", AttributeValue.fromN("12.50"),
                "list", AttributeValue.fromL(List.of(AttributeValue.fromBool(true), AttributeValue.fromNul(true))),
                "set", AttributeValue.fromSs(List.of("x", "y")));
        put(all);
        assertThat(get("a", "1")).containsEntry("n", AttributeValue.fromN("12.5"));
        assertThat(get("a", "1").get("list")).isEqualTo(all.get("list"));
        assertThat(tables.getItem(get -> get.tableName(TABLE).key(item("a", "2")))
                        .hasItem())
                .isFalse();
    }

    @Test
    void writesOnlyWhereTheConditionHoldsAndShowsWhatStandsThere() {
        put(item("a", "1", "owner", AttributeValue.fromS("first")));
        var refusal = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> tables.putItem(put -> put.tableName(TABLE)
                        .item(item("a", "1", "owner", AttributeValue.fromS("second")))
                        .conditionExpression(ABSENT)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.item()).containsEntry("owner", AttributeValue.fromS("first"));
        assertThat(get("a", "1")).containsEntry("owner", AttributeValue.fromS("first"));
    }

    @Test
    void countsUpAndTellsTheNewValue() {
        for (String expected : List.of("1", "2")) {
            assertThat(tables.updateItem(update -> update.tableName(TABLE)
                                    .key(item("a", "1"))
                                    .updateExpression("ADD #n :one")
                                    .expressionAttributeNames(Map.of("#n", "n"))
                                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                                    .returnValues(ReturnValue.UPDATED_NEW))
                            .attributes())
                    .containsExactly(Map.entry("n", AttributeValue.fromN(expected)));
        }
    }

    @Test
    void refusesAnUpdateOfAKey() {
        refused(
                () -> tables.updateItem(update -> update.tableName(TABLE)
                        .key(item("a", "1"))
                        .updateExpression("SET s = :s")
                        .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("2")))),
                400,
                "ValidationException");
    }

    private QueryResponse query(Consumer<QueryRequest.Builder> more) {
        return tables.query(query -> more.accept(query.tableName(TABLE)
                .keyConditionExpression("p = :p AND s BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":p", AttributeValue.fromS("a"),
                        ":from", AttributeValue.fromS("2"),
                        ":to", AttributeValue.fromS("4")))));
    }

    private static List<String> sorts(QueryResponse answer) {
        return answer.items().stream()
                .map(item -> Objects.requireNonNull(item.get("s")).s())
                .toList();
    }

    @Test
    void queriesARangeInItsOrderAndInPages() {
        List.of("5", "3", "1", "4", "2").forEach(s -> put(item("a", s)));
        put(item("b", "3"));
        assertThat(sorts(query(more -> {}))).containsExactly("2", "3", "4");
        assertThat(sorts(query(more -> more.scanIndexForward(false)))).containsExactly("4", "3", "2");
        QueryResponse first = query(more -> more.limit(2));
        assertThat(sorts(first)).containsExactly("2", "3");
        assertThat(first.lastEvaluatedKey()).isEqualTo(item("a", "3"));
        assertThat(sorts(query(more -> more.exclusiveStartKey(first.lastEvaluatedKey()))))
                .containsExactly("4");
    }

    @Test
    void anIndexHoldsOnlyWhatHasItsKey() {
        put(item("a", "1", "due", AttributeValue.fromS("today")));
        put(item("a", "2"));
        put(Map.of(
                "p", AttributeValue.fromS("b"),
                "s", AttributeValue.fromS("3"),
                "due", AttributeValue.fromS("today"),
                "more", AttributeValue.fromS("not projected")));
        account.await("the index has both", () -> due().size() == 2);
        assertThat(due()).allSatisfy(item -> assertThat(item).containsOnlyKeys("p", "s", "due"));
        tables.updateItem(update -> update.tableName(TABLE).key(item("a", "1")).updateExpression("REMOVE due"));
        account.await("the index has one", () -> due().size() == 1);
    }

    private List<Map<String, AttributeValue>> due() {
        return tables.query(query -> query.tableName(TABLE)
                        .indexName("by-due")
                        .keyConditionExpression("due = :due")
                        .expressionAttributeValues(Map.of(":due", AttributeValue.fromS("today"))))
                .items();
    }

    private static TransactWriteItem absent(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE).item(item).conditionExpression(ABSENT))
                .build();
    }

    @Test
    void aTransactionIsWholeOrNotAtAll() {
        put(item("a", "2"));
        var refusal = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> tables.transactWriteItems(
                        write -> write.transactItems(absent(item("a", "1")), absent(item("a", "2")))));
        assertThat(refusal).isNotNull();
        assertThat(refusal.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed");
        assertThat(get("a", "1")).isEmpty();
        tables.transactWriteItems(write -> write.transactItems(absent(item("a", "1")), absent(item("a", "3"))));
        assertThat(get("a", "3")).isNotEmpty();
    }

    @Test
    void oneTokenStandsForOneTransaction() {
        for (int i = 0; i < 2; i++) {
            tables.transactWriteItems(
                    write -> write.clientRequestToken("token-1").transactItems(absent(item("a", "1"))));
        }
        refused(
                () -> tables.transactWriteItems(
                        write -> write.clientRequestToken("token-1").transactItems(absent(item("a", "2")))),
                400,
                "IdempotentParameterMismatchException");
    }

    @Test
    void aBatchHasAtMostTwentyFiveWrites() {
        tables.batchWriteItem(write -> write.requestItems(Map.of(TABLE, writes(25))));
        assertThat(tables.scan(scan -> scan.tableName(TABLE)).count()).isEqualTo(25);
        refused(
                () -> tables.batchWriteItem(write -> write.requestItems(Map.of(TABLE, writes(26)))),
                400,
                "ValidationException");
    }

    private static List<WriteRequest> writes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WriteRequest.builder()
                        .putRequest(put -> put.item(item("a", "" + i)))
                        .build())
                .toList();
    }

    @Test
    void anItemHasAtMost400Kilobytes() {
        refused(
                () -> put(item("a", "1", "text", AttributeValue.fromS("x".repeat(MOST_BYTES)))),
                400,
                "ValidationException");
    }

    @Test
    void refusesKeysThatAreEmptyOrMissingAndSetsThatAreEmpty() {
        refused(() -> put(item("", "1")), 400, "ValidationException");
        refused(() -> put(Map.of("p", AttributeValue.fromS("a"))), 400, "ValidationException");
        refused(() -> put(item("a", "1", "set", AttributeValue.fromSs(List.of()))), 400, "ValidationException");
    }

    @Test
    void refusesAnExpressionThatIsNone() {
        refused(
                () -> tables.putItem(
                        put -> put.tableName(TABLE).item(item("a", "1")).conditionExpression("p = :missing")),
                400,
                "ValidationException");
    }

    @Test
    void itemsAgeByAnAttribute() {
        tables.updateTimeToLive(update -> update.tableName(TABLE)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")));
        account.await("items age", () -> {
            var ttl = tables.describeTimeToLive(describe -> describe.tableName(TABLE))
                    .timeToLiveDescription();
            return ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                    && ttl.attributeName().equals("expires");
        });
    }

    @Test
    void aTableThatIsDeletedIsGone() {
        tables.deleteTable(delete -> delete.tableName(TABLE));
        account.await("the deletion", () -> tables.listTables().tableNames().isEmpty());
    }
}
