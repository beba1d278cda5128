package dev.penstock.simulator.dynamodb;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Amazon's DynamoDB Local in this process, in memory, one for all tests of a JVM: each uses tables of its own. It brings
 * its native SQLite with it, and its reports of use are switched off.
 */
public final class LocalTables {

    private static final AtomicInteger TABLES = new AtomicInteger();

    private static @Nullable AmazonDynamoDBLocal local;
    private static final Map<String, AmazonDynamoDBLocal> ACCOUNTS = new HashMap<>();

    private LocalTables() {}

    /** A client of it, without HTTP. Not to be closed. */
    public static synchronized DynamoDbClient client() {
        if (local == null) {
            local = DynamoDBEmbedded.create(true);
        }
        return local.dynamoDbClient();
    }

    /** Tables for a simulated AWS: those of each account and Region apart. They stay as long as the JVM. */
    public static TableEngine engine() {
        String world = newName();
        return (account, region) -> Optional.of(ofAccount(world + "/" + account + "/" + region));
    }

    private static synchronized DynamoDbClient ofAccount(String name) {
        return ACCOUNTS.computeIfAbsent(name, missing -> DynamoDBEmbedded.create(true))
                .dynamoDbClient();
    }

    /** A name that no other table of this JVM has. */
    public static String newName() {
        return "table-" + TABLES.incrementAndGet();
    }
}
