package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.dynamodb.LocalTables;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Deployments on bad days: {@code -Dpenstock.faults=10000} makes so many, from the seed {@code -Dpenstock.seed=1} on; a
 * failure names its seed.
 */
class DynamoDbFaultsIT {

    private static final int DEPLOYMENTS = Integer.getInteger("penstock.faults", 150);
    private static final long SEED = Long.getLong("penstock.seed", 1);
    private static final int OF_A_WORLD = 25;

    @Test
    void noAcknowledgedStepIsLostAndNoneIsDoubled() {
        DynamoDbClient client = LocalTables.client();
        int struck = 0;
        for (int world = 0; world < DEPLOYMENTS / OF_A_WORLD; world++) {
            String table = LocalTables.newName();
            client.createTable(DynamoDbJournal.table(table));
            struck += new DeploymentWorld(client, table, SEED + world).run(OF_A_WORLD);
            client.deleteTable(delete -> delete.tableName(table));
        }
        System.out.printf(
                "%d deployments, seeds %d to %d, %d calls went wrong%n",
                DEPLOYMENTS, SEED, SEED + DEPLOYMENTS / OF_A_WORLD - 1, struck);
        assertThat(struck).isGreaterThan(DEPLOYMENTS / OF_A_WORLD);
    }
}
