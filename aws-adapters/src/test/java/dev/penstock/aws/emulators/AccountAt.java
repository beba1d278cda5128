package dev.penstock.aws.emulators;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** An account at a place: the adapters' clients of it, and plain ones of the SDK. */
final class AccountAt implements AutoCloseable {

    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();
    private static final int PATIENCE = 300;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String KEY = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";

    final Place place;

    /** 12 digits; the access key too, which names the account at all places but moto. */
    final String id;

    final URI endpoint;

    /** The adapters' own. */
    final AwsClients clients;

    private final Optional<SimulatedAws> simulated;

    /** Simulated time stands still: a contract has no time to wait for. */
    private final Optional<SimulatedTime.Busy> still;

    private AccountAt(Place place, String id, URI endpoint, Realm realm, Optional<SimulatedAws> simulated) {
        this.place = place;
        this.id = id;
        this.endpoint = endpoint;
        this.simulated = simulated;
        this.still = simulated.map(aws -> aws.time().busy());
        this.clients = new AwsClients(new AwsSettings(realm, Optional.of("us-east-1"), Set.of(), RoleSession.DEFAULT));
    }

    static AccountAt simulated(String id) {
        SimulatedAws aws =
                SimulatedAws.builder().seed(7).tables(LocalTables.engine()).start();
        return new AccountAt(
                Place.SIMULATOR, id, aws.endpoint(), new Realm.Simulated(aws.endpoint(), id), Optional.of(aws));
    }

    static AccountAt emulated(Place place, String id, URI endpoint) {
        // An emulator stands in for AWS by its endpoint; the credentials come the way a user's do.
        System.setProperty(KEY, id);
        System.setProperty(SECRET, "secret");
        return new AccountAt(
                place, id, endpoint, new Realm.Aws(Optional.empty(), Optional.of(endpoint)), Optional.empty());
    }

    /** A client of the SDK that asks once. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, AwsBasicCredentials.create(id, "secret"));
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(configuration -> configuration.retryStrategy(AccountAt::once))
                .httpClient(HTTP)
                .build();
    }

    private static void once(RetryStrategy.Builder<?, ?> retries) {
        retries.maxAttempts(1);
    }

    S3Client s3() {
        S3ClientBuilder builder = S3Client.builder().forcePathStyle(true);
        return client(builder);
    }

    /** Where load balancers, tasks and targets can be. */
    Network network() {
        return place == Place.SIMULATOR
                ? new Network("vpc-1", List.of("subnet-1", "subnet-2"), "sg-1")
                : Network.ofDefaultVpc(this);
    }

    /** Waits until something is so: for minutes of simulated time in the simulator, for half a real one elsewhere. */
    void await(String what, BooleanSupplier holds) {
        for (int looks = 0; looks < PATIENCE; looks++) {
            if (holds.getAsBoolean()) {
                return;
            }
            simulated.ifPresentOrElse(
                    aws -> aws.time().advance(Duration.ofSeconds(1)), () -> LockSupport.parkNanos(LOOK.toNanos()));
        }
        throw new AssertionError("has not happened: " + what);
    }

    @Override
    public void close() {
        clients.close();
        still.ifPresent(SimulatedTime.Busy::close);
        simulated.ifPresent(SimulatedAws::close);
        System.clearProperty(KEY);
        System.clearProperty(SECRET);
    }
}
