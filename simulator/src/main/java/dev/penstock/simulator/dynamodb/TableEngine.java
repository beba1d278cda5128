package dev.penstock.simulator.dynamodb;

import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Does what tables do. */
@FunctionalInterface
public interface TableEngine {

    /** None: the simulated DynamoDB says that it has no tables. */
    TableEngine NONE = (account, region) -> Optional.empty();

    /**
     * The tables of an account in a Region, apart from all others.
     *
     * @return a client that asks nobody else; the engine's to close; empty if there is no engine
     */
    Optional<DynamoDbClient> tables(String account, String region);
}
