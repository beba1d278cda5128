package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The control plane in a simulated account whose tables are real: what is in them outlives updates and nothing else. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BootstrapLiveIT {

    @TempDir
    private Path folder;

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.scaled(Instant.now(), 600))
            .tables(LocalTables.engine())
            .start();
    private final DynamoDbClient tables = SimulatedBalancer.client(aws, DynamoDbClient.builder());
    private final S3Client buckets =
            SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true));
    private Console console = new Console();

    @BeforeEach
    void code() throws IOException {
        console = new Console(folder);
        Path zip = folder.resolve("penstock-lambda.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/penstock.jar"));
            out.write(1);
        }
    }

    @AfterEach
    void end() {
        tables.close();
        buckets.close();
        aws.close();
    }

    @Test
    void dataOutlivesUpdatesAndIsDeletedWhenThatIsAsked() {
        assertThat(bootstrap()).as(said()).isZero();
        String table = tables.listTables().tableNames().getFirst();
        String bucket = buckets.listBuckets().buckets().getFirst().name();
        assertThat(tables.describeTimeToLive(of -> of.tableName(table))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("expires");
        tables.putItem(put -> put.tableName(table)
                .item(Map.of("pk", AttributeValue.fromS("execution"), "sk", AttributeValue.fromS("1"))));
        fillWithVersions(bucket);

        assertThat(bootstrap("--parameter", "MemorySize=1024")).as(said()).isZero();
        assertThat(tables.scan(scan -> scan.tableName(table)).items()).hasSize(1);

        assertThat(remove()).as(said()).isZero();
        assertThat(console.out()).contains("Kept: the table " + table + " and the bucket " + bucket);
        assertThat(tables.scan(scan -> scan.tableName(table)).items()).hasSize(1);

        // A second stack of the same name begins with tables of its own.
        assertThat(bootstrap()).as(said()).isZero();
        assertThat(tables.listTables().tableNames()).hasSize(2).contains(table);
        buckets.listBuckets().buckets().stream()
                .map(each -> each.name())
                .filter(name -> !name.equals(bucket))
                .forEach(this::fillWithVersions);

        assertThat(remove("--delete-data")).as(said()).isZero();
        assertThat(console.out()).contains("Deleted: the table penstock-Table-");
        assertThat(tables.listTables().tableNames()).containsExactly(table);
        assertThat(buckets.listBuckets().buckets()).hasSize(1);
    }

    @Test
    void whatWasInterruptedIsGoneOnWithByTheSameCall() throws Exception {
        try (Child first = Child.start(folder, line())) {
            first.awaitOutput("First everything but the functions");
            first.awaitOutput("ControlPlane");
            first.kill();
        }

        assertThat(bootstrap()).as(said()).isZero();

        assertThat(console.out()).contains("Webhooks");
        assertThat(tables.listTables().tableNames()).hasSize(1);
        assertThat(buckets.listBuckets().buckets()).hasSize(1);
    }

    @Test
    void aRemovalThatDiedWhenTheStackWasGoneIsFinishedByTheSameCall() throws Exception {
        assertThat(bootstrap()).as(said()).isZero();
        fillWithVersions(buckets.listBuckets().buckets().getFirst().name());
        var victim = new CompletableFuture<Child>();
        aws.faults().add((moment, call) -> {
            if (moment != FaultPlan.Moment.BEFORE || !call.operation().equals("DeleteTable")) {
                return Optional.empty();
            }
            kill(victim.join());
            return Optional.of(Fault.disconnected());
        });
        try (Child first = Child.start(folder, removal("--delete-data"))) {
            victim.complete(first);
            first.exitCode();
        }
        aws.faults().clear();
        assertThat(tables.listTables().tableNames()).hasSize(1);

        assertThat(remove("--delete-data")).as(said()).isZero();

        assertThat(console.out()).contains("There is no stack penstock.", "Deleted: the table penstock-Table-");
        assertThat(tables.listTables().tableNames()).isEmpty();
        assertThat(buckets.listBuckets().buckets()).isEmpty();
        assertThat(remove("--delete-data")).as(said()).isZero();
        assertThat(console.out()).doesNotContain("Deleted");
    }

    private static void kill(Child victim) {
        try {
            victim.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Two versions of one object, and one that is deleted and still has its versions. */
    private void fillWithVersions(String bucket) {
        buckets.putBucketVersioning(
                put -> put.bucket(bucket).versioningConfiguration(with -> with.status(BucketVersioningStatus.ENABLED)));
        for (String key : List.of("kept", "kept", "deleted")) {
            buckets.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("x"));
        }
        buckets.deleteObject(delete -> delete.bucket(bucket).key("deleted"));
    }

    private int bootstrap(String... more) {
        return console.run(line(more));
    }

    private String[] line(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "bootstrap", "--simulator", aws.endpoint().toString(), "--code", "penstock-lambda.zip", "--yes"));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    private int remove(String... more) {
        return console.run(removal(more));
    }

    private String[] removal(String... more) {
        List<String> line = new ArrayList<>(
                List.of("bootstrap", "--simulator", aws.endpoint().toString(), "--remove", "--yes"));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    private String said() {
        return console.out() + console.err();
    }
}
