package dev.penstock.aws.journal;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.lambda.FunctionCalls;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.settings.JournalLocation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Opens journals in DynamoDB by where they are, without types of the SDK. */
public final class DynamoDbJournals {

    /** A table is made within half a minute, mostly within seconds. */
    private static final int MOST_LOOKS = 120;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** As of a schedule: it goes on with what is due. */
    private static final String TOLD = "{\"tick\": \"told\"}";

    private DynamoDbJournals() {}

    /**
     * A journal whose table exists; nothing is asked before it is used. Large facts go to the bucket if one is named.
     *
     * @param clients stay the caller's to close
     * @param retention how long an execution is kept after it has ended; empty for ever
     */
    public static Journal open(AwsClients clients, JournalLocation.DynamoDb location, Optional<Duration> retention) {
        return open(clients, location, options(location).withRetention(retention), () -> {});
    }

    /** The same where another clock goes, such as that of a simulated AWS, by which leases end. */
    public static Journal open(
            AwsClients clients, JournalLocation.DynamoDb location, Optional<Duration> retention, InstantSource clock) {
        DynamoDbJournalOptions options = options(location).withRetention(retention);
        return open(clients, location, options.withLease(options.lease(), clock), () -> {});
    }

    /**
     * A journal by the credentials that the AWS CLI would use. Its table is made if there is none.
     *
     * @throws JournalException.Unavailable if it is neither there nor can be made
     */
    public static Journal open(JournalLocation.DynamoDb location) {
        AwsClients clients = clients(location);
        try {
            DynamoDbJournalOptions options = options(location);
            make(client(clients, location), options);
            return open(clients, location, options, clients::close);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /**
     * Whether the table is there, by the credentials that the AWS CLI would use.
     *
     * @throws JournalException.Unavailable if that cannot be told
     */
    public static boolean exists(JournalLocation.DynamoDb location) {
        try (AwsClients clients = clients(location)) {
            return isThere(new Calls(client(clients, location), options(location)));
        }
    }

    /**
     * Has the function called that goes on with the table's executions, if there is one, because one of them was told something. By
     * the credentials that the AWS CLI would use.
     *
     * @return whether there is one
     * @throws RemoteCallException if it could not be called
     */
    public static boolean callRunner(JournalLocation.DynamoDb location) {
        location.runner().ifPresent(function -> {
            try (AwsClients clients = clients(location)) {
                new FunctionCalls(clients, scope(location), function).later(TOLD.getBytes(StandardCharsets.UTF_8));
            }
        });
        return location.runner().isPresent();
    }

    private static Journal open(
            AwsClients clients, JournalLocation.DynamoDb location, DynamoDbJournalOptions options, Runnable closing) {
        Calls calls = new Calls(client(clients, location), options);
        LargeFacts large = location.bucket()
                .<LargeFacts>map(bucket -> new S3Facts(clients, scope(location), bucket, location.prefix()))
                .orElseGet(() -> new TableFacts(calls));
        return DynamoDbJournal.open(calls, large, closing);
    }

    private static void make(DynamoDbClient client, DynamoDbJournalOptions options) {
        Calls calls = new Calls(client, options);
        if (isThere(calls)) {
            return;
        }
        calls.patiently("dynamodb:CreateTable", () -> {
            try {
                client.createTable(DynamoDbJournal.table(options.table()));
            } catch (ResourceInUseException e) {
                // Somebody else is making it.
            }
            return true;
        });
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (isThere(calls)) {
                calls.patiently(
                        "dynamodb:UpdateTimeToLive",
                        () -> client.updateTimeToLive(update -> update.tableName(options.table())
                                .timeToLiveSpecification(
                                        ttl -> ttl.enabled(true).attributeName(Layout.EXPIRES))));
                return;
            }
            options.pause().of(BETWEEN_LOOKS);
        }
        throw new JournalException.Unavailable(
                "table '" + options.table() + "' is still being made; try again in a minute",
                new IllegalStateException("not ACTIVE"));
    }

    private static boolean isThere(Calls calls) {
        return calls.patiently("dynamodb:DescribeTable", () -> {
            try {
                TableStatus status = calls.client()
                        .describeTable(describe -> describe.tableName(calls.table()))
                        .table()
                        .tableStatus();
                return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
    }

    private static DynamoDbClient client(AwsClients clients, JournalLocation.DynamoDb location) {
        try {
            return clients.dynamoDb(scope(location), Use.CHANGE);
        } catch (RemoteCallException e) {
            throw new JournalException.Unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static AwsScope scope(JournalLocation.DynamoDb location) {
        return new AwsScope(location.region(), List.of());
    }

    private static AwsClients clients(JournalLocation.DynamoDb location) {
        return new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), location.endpoint())));
    }

    private static DynamoDbJournalOptions options(JournalLocation.DynamoDb location) {
        return DynamoDbJournalOptions.of(location.table());
    }
}
