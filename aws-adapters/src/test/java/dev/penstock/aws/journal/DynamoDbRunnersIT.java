package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.simulator.dynamodb.LocalTables;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runners that come and go, as each call of a Lambda function is one. */
class DynamoDbRunnersIT {

    private final ManualClock clock = new ManualClock();
    private final String table = LocalTables.newName();
    private final DynamoDbClient client = LocalTables.client();
    private final DynamoDbJournal journal = open();

    private DynamoDbJournal open() {
        client.createTable(DynamoDbJournal.table(table));
        return DynamoDbJournal.open(client, DynamoDbJournalOptions.of(table).withLease(Duration.ofSeconds(30), clock));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private long registered() {
        return client.query(query -> query.tableName(table)
                        .indexName(Layout.WORK_INDEX)
                        .keyConditionExpression("#w = :w")
                        .expressionAttributeNames(Map.of("#w", Layout.WORK))
                        .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(Layout.RUNNERS))))
                .count();
    }

    private ExecutionId created(RunnerId runner) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal.create("web", "d", new AppendBuilder(id, 0, new Fence(runner, 1)).build())
                .join();
        return id;
    }

    @Test
    void whoHasGivenEverythingBackIsForgottenSoThatNobodyLooksForWhatItLeft() {
        for (int call = 0; call < 20; call++) {
            RunnerId runner = new RunnerId("call-" + call);
            try (RunnerRegistration ignored = journal.register(runner)) {
                created(runner);
                journal.takeDue(runner, clock.instant(), 10);
            }
        }

        assertThat(registered()).isZero();
        try (RunnerRegistration ignored = journal.register(new RunnerId("next"))) {
            assertThat(journal.takeDue(new RunnerId("next"), clock.instant(), 100))
                    .hasSize(20);
        }
    }

    @Test
    void whoDiedIsKeptForThoseWhoGoOn() {
        RunnerId dead = new RunnerId("dead");
        journal.register(dead);
        ExecutionId left = created(dead);
        journal.abandon(dead);
        clock.advance(Duration.ofSeconds(31));

        assertThat(registered()).isOne();
        RunnerId next = new RunnerId("next");
        try (RunnerRegistration ignored = journal.register(next)) {
            assertThat(journal.takeDue(next, clock.instant(), 10))
                    .extracting(Taken::execution)
                    .containsExactly(left);
        }
    }

    @Test
    void whatIsTakenInTheNameOfOneThatIsForgottenIsFoundAllTheSame() {
        RunnerId gone = new RunnerId("gone");
        ExecutionId id = created(gone);
        journal.register(gone).close();

        journal.take(id, gone);

        RunnerId next = new RunnerId("next");
        try (RunnerRegistration ignored = journal.register(next)) {
            assertThat(journal.takeDue(next, clock.instant(), 10))
                    .extracting(Taken::execution)
                    .containsExactly(id);
        }
    }
}
