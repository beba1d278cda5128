package dev.penstock.aws.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.RunnerId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The names of keys, attributes and indexes; {@code docs/journals.md} explains them. */
final class Layout {

    static final String PARTITION = "pk";
    static final String SORT = "sk";

    /** DynamoDB removes an item some time after the second that stands here ("Time to Live"). */
    static final String EXPIRES = "expires";

    static final String WORK_INDEX = "work";
    static final String WORK = "work";
    static final String WORK_AT = "workAt";

    static final String LIST_INDEX = "list";
    static final String LIST = "list";
    static final String CREATED = "created";
    static final String PIPELINE = "pipeline";

    static final String MAIL_INDEX = "mail";
    static final String MAIL = "mail";

    /** The sort keys lie in the order in which they must be read; see {@link History}. */
    static final String HEAD = "H";

    static final String BLOCK = "B#";
    static final String SNAPSHOT = "S#";
    static final String SINGLE = "-";

    /** Into how many partitions each index is divided. Part of the layout: never changed for a table that exists. */
    static final int SHARDS = 4;

    private static final int LONGEST_NAME = 900;

    static final String RUNNERS = "runners";

    /** The partition of the item with the number of the layout. */
    static final String NUMBER = "L#layout";

    private Layout() {}

    static String partition(ExecutionId id) {
        return "E#" + id;
    }

    static ExecutionId execution(String partition) {
        return new ExecutionId(UUID.fromString(partition.substring(2)));
    }

    static Map<String, AttributeValue> head(ExecutionId id) {
        return key(partition(id), HEAD);
    }

    static String block(long version) {
        return BLOCK + "%019d".formatted(version);
    }

    static String snapshot(long version) {
        return SNAPSHOT + "%019d".formatted(version);
    }

    static String claim(String name) {
        return "C#" + bounded(name);
    }

    static String runner(RunnerId runner) {
        return "R#" + runner;
    }

    static String resource(String name) {
        return "W#" + bounded(name);
    }

    /** Keys have at most 1,024 bytes where an index sorts by them ("Quotas in Amazon DynamoDB"). */
    private static String bounded(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return bytes.length <= LONGEST_NAME ? name : "sha256:" + Contents.digest(bytes);
    }

    static String document(String digest) {
        return "D#" + digest;
    }

    static String held(RunnerId runner) {
        return "held/" + runner;
    }

    static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(PARTITION, Fields.of(partition), SORT, Fields.of(sort));
    }

    static String shard(String index, ExecutionId id) {
        return index + "/" + Math.floorMod(id.value().hashCode(), SHARDS);
    }

    static List<String> shards(String index) {
        return IntStream.range(0, SHARDS).mapToObj(shard -> index + "/" + shard).toList();
    }

    /** What makes the table; billed by request. */
    static CreateTableRequest create(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(hash(PARTITION), range(SORT))
                .attributeDefinitions(
                        attribute(PARTITION, ScalarAttributeType.S),
                        attribute(SORT, ScalarAttributeType.S),
                        attribute(WORK, ScalarAttributeType.S),
                        attribute(WORK_AT, ScalarAttributeType.N),
                        attribute(LIST, ScalarAttributeType.S),
                        attribute(CREATED, ScalarAttributeType.N),
                        attribute(MAIL, ScalarAttributeType.S))
                .globalSecondaryIndexes(
                        index(WORK_INDEX, WORK, WORK_AT, p -> p.projectionType(ProjectionType.KEYS_ONLY)),
                        index(
                                LIST_INDEX,
                                LIST,
                                CREATED,
                                p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(PIPELINE)),
                        index(MAIL_INDEX, MAIL, PARTITION, p -> p.projectionType(ProjectionType.KEYS_ONLY)))
                .build();
    }

    private static GlobalSecondaryIndex index(
            String name, String hash, String range, Consumer<Projection.Builder> projection) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(hash(hash), range(range))
                .projection(projection)
                .build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement hash(String name) {
        return KeySchemaElement.builder()
                .attributeName(name)
                .keyType(KeyType.HASH)
                .build();
    }

    private static KeySchemaElement range(String name) {
        return KeySchemaElement.builder()
                .attributeName(name)
                .keyType(KeyType.RANGE)
                .build();
    }
}
