package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.dynamodb.TableEngine;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Stacks with tables whose engine does not answer come to an end, and say why. */
class TableStackTest {

    private static final String TABLE = """
        Resources:
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              BillingMode: PAY_PER_REQUEST
              KeySchema: [{AttributeName: pk, KeyType: HASH}]
              AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
        """;

    @Test
    void anEngineThatCannotBeLoadedFailsTheStack() {
        failsWith(
                (account, region) -> {
                    throw new UnsatisfiedLinkError("no sqlite in java.library.path");
                },
                "no sqlite in java.library.path");
    }

    @Test
    void anEngineThatCannotBeReachedFailsTheStack() {
        failsWith(
                (account, region) -> {
                    throw SdkClientException.create("Connection refused");
                },
                "Connection refused");
    }

    private static void failsWith(TableEngine engine, String reason) {
        try (StackWorld world = new StackWorld(null, builder -> builder.tables(engine))) {
            world.created(TABLE);
            assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
            assertThat(world.events("shop"))
                    .anySatisfy(event -> assertThat(event)
                            .startsWith("Table CREATE_FAILED")
                            .contains("The engine behind the tables has failed", reason, "Status Code: 500"));
        }
    }
}
