package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The tables of a simulated account, over the wire, and a journal in one of them. */
class SimulatedTablesIT {

    private static final String TABLE = "journal";
    private static final RunnerId ALICE = new RunnerId("alice");

    /** The same table as the journal's own request makes. */
    private static final String TEMPLATE = """
        Resources:
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: journal
              BillingMode: PAY_PER_REQUEST
              PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
              TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
              KeySchema:
                - {AttributeName: pk, KeyType: HASH}
                - {AttributeName: sk, KeyType: RANGE}
              AttributeDefinitions:
                - {AttributeName: pk, AttributeType: S}
                - {AttributeName: sk, AttributeType: S}
                - {AttributeName: work, AttributeType: S}
                - {AttributeName: workAt, AttributeType: N}
                - {AttributeName: list, AttributeType: S}
                - {AttributeName: created, AttributeType: N}
                - {AttributeName: mail, AttributeType: S}
              GlobalSecondaryIndexes:
                - IndexName: work
                  KeySchema: [{AttributeName: work, KeyType: HASH}, {AttributeName: workAt, KeyType: RANGE}]
                  Projection: {ProjectionType: KEYS_ONLY}
                - IndexName: list
                  KeySchema: [{AttributeName: list, KeyType: HASH}, {AttributeName: created, KeyType: RANGE}]
                  Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [pipeline]}
                - IndexName: mail
                  KeySchema: [{AttributeName: mail, KeyType: HASH}, {AttributeName: pk, KeyType: RANGE}]
                  Projection: {ProjectionType: KEYS_ONLY}
        """;

    private final SimulatedAccount account = new SimulatedAccount(SimulatedAws.builder()
            .seed(7)
            .time(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")))
            .tables(LocalTables.engine())
            .start());

    @AfterEach
    void close() {
        account.close();
    }

    private DynamoDbClient tables() {
        return account.clients.dynamoDb(AwsScope.OWN, Use.CHANGE);
    }

    private CloudFormationClient stacks() {
        return account.clients.cloudFormation(AwsScope.OWN, Use.CHANGE);
    }

    private void makeByStack() {
        String id = stacks().createStack(stack -> stack.stackName("plane").templateBody(TEMPLATE))
                .stackId();
        assertThat(end(id)).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    /** What comes of a stack: virtual time goes on between two looks. */
    private StackStatus end(String id) {
        StackStatus status = StackStatus.UNKNOWN_TO_SDK_VERSION;
        for (int look = 0; look < 10_000; look++) {
            status = stacks().describeStacks(stack -> stack.stackName(id))
                    .stacks()
                    .getFirst()
                    .stackStatus();
            if (!status.toString().endsWith("IN_PROGRESS")) {
                return status;
            }
        }
        return status;
    }

    @Test
    void aStackMakesATableAndTakesItAway() {
        makeByStack();
        var description =
                tables().describeTable(table -> table.tableName(TABLE)).table();
        assertThat(description.globalSecondaryIndexes())
                .hasSameSizeAs(DynamoDbJournal.table(TABLE).globalSecondaryIndexes());

        String id = stacks().describeStacks(stack -> stack.stackName("plane"))
                .stacks()
                .getFirst()
                .stackId();
        stacks().deleteStack(stack -> stack.stackName("plane"));
        assertThat(end(id)).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(tables().listTables().tableNames()).isEmpty();
    }

    @Test
    void aConditionThatFailsSaysWhatItFound() {
        makeByStack();
        var item = Map.of("pk", Fields.of("a"), "sk", Fields.of("b"), "text", Fields.of("was"), "n", Fields.of(7));
        tables().putItem(put -> put.tableName(TABLE).item(item));

        var one = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> tables().putItem(put -> put.tableName(TABLE)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(one.item()).isEqualTo(item);
        TransactWriteItem again = TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
        var all = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> tables().transactWriteItems(write -> write.transactItems(again)));
        assertThat(all.cancellationReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("ConditionalCheckFailed");
            assertThat(reason.item()).isEqualTo(item);
        });
    }

    @Test
    void aJournalIsKeptInATableWithItsLargeFactsInABucket() {
        makeByStack();
        account.clients.s3(AwsScope.OWN, Use.CHANGE).createBucket(bucket -> bucket.bucket("facts"));
        var location =
                new JournalLocation.DynamoDb(TABLE, Optional.empty(), Optional.of("facts"), "p/", Optional.empty());
        byte[] large = new byte[700_000];
        new Random(1).nextBytes(large);
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        try (Journal journal = DynamoDbJournals.open(account.clients, location, Optional.empty())) {
            Fence fence = journal.register(ALICE).firstFence();
            journal.create(
                            "web",
                            "d",
                            new AppendBuilder(id, 0, fence).acquire("web/Build").build())
                    .join();
            journal.append(new AppendBuilder(id, 1, fence).payload(large).build())
                    .join();
        }
        try (Journal journal = DynamoDbJournals.open(account.clients, location, Optional.empty())) {
            assertThat(journal.read(id).orElseThrow().entries().getLast().payload())
                    .isEqualTo(large);
            assertThat(journal.whole(id).orElseThrow().claims()).hasSize(1);
        }
        var keys = account.clients
                .s3(AwsScope.OWN, Use.READ)
                .listObjectsV2(list -> list.bucket("facts"))
                .contents();
        assertThat(keys)
                .singleElement()
                .satisfies(
                        object -> assertThat(object.key()).isEqualTo("p/facts/" + id + "/" + Contents.digest(large)));

        account.clients
                .s3(AwsScope.OWN, Use.CHANGE)
                .deleteObject(gone -> gone.bucket("facts").key(keys.getFirst().key()));
        try (Journal journal = DynamoDbJournals.open(account.clients, location, Optional.empty())) {
            assertThatThrownBy(() -> journal.read(id))
                    .isInstanceOf(JournalException.Damaged.class)
                    .hasMessageContaining("is missing in bucket 'facts'");
        }
    }

    @Test
    void withoutAnEngineItSaysThatItHasNoTables() {
        try (var none = new SimulatedAccount()) {
            assertThatThrownBy(() ->
                            none.clients.dynamoDb(AwsScope.OWN, Use.CHANGE).listTables())
                    .hasMessageContaining("This simulated AWS has no tables");
        }
    }
}
