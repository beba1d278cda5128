package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SimulatedAwsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatWasKeptIsThereWhenItIsOpenedAgainAtAnotherPort(@TempDir Path directory) {
        Instant end;
        try (SimulatedAws aws = SimulatedAws.builder()
                .directory(directory)
                .time(SimulatedTime.stepped(START))
                .start()) {
            S3Client s3 = Clients.of(aws).s3();
            s3.createBucket(b -> b.bucket("kept"));
            s3.putObject(b -> b.bucket("kept").key("k"), RequestBody.fromString("contents"));
            s3.putObject(b -> b.bucket("kept").key("gone"), RequestBody.fromString("deleted"));
            s3.deleteObject(b -> b.bucket("kept").key("gone"));
            aws.time().advance(Duration.ofHours(1));
            s3.listBuckets();
            end = aws.time().now();
        }

        try (SimulatedAws aws = SimulatedAws.builder()
                .directory(directory)
                .time(SimulatedTime.stepped(START))
                .start()) {
            assertThat(aws.time().now()).isEqualTo(end);
            assertThat(Clients.of(aws)
                            .s3()
                            .getObjectAsBytes(g -> g.bucket("kept").key("k"))
                            .asUtf8String())
                    .isEqualTo("contents");
            assertThat(aws.effects().of("s3", "PutObject")).hasSize(2);
            assertThat(directory.resolve("blobs")).isDirectoryContaining(f -> true);
            assertThat(directory.resolve("blobs").toFile().list()).hasSize(1);
        }
    }

    @Test
    void aDiskThatRefusesIsToldToTheCallerAndNothingElseSuffers(@TempDir Path directory) throws IOException {
        try (SimulatedAws aws = SimulatedAws.builder().directory(directory).start()) {
            S3Client s3 = Clients.of(aws).s3();
            s3.createBucket(b -> b.bucket("kept"));
            Files.delete(directory.resolve("blobs"));

            assertThatThrownBy(() -> s3.putObject(b -> b.bucket("kept").key("k"), RequestBody.fromString("contents")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("the simulator cannot keep what was sent");

            Files.createDirectory(directory.resolve("blobs"));
            assertThat(s3.listObjectsV2(l -> l.bucket("kept")).contents()).isEmpty();
            s3.putObject(b -> b.bucket("kept").key("k"), RequestBody.fromString("contents"));
        }
    }

    @Test
    void aDirectoryInUseIsRefused(@TempDir Path directory) {
        try (SimulatedAws aws = SimulatedAws.builder().directory(directory).start()) {
            assertThat(aws.endpoint()).isNotNull();
            assertThatThrownBy(() -> SimulatedAws.builder().directory(directory).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another simulator has it open");
        }
    }

    @Test
    void aThrottledCallHasNoEffectAndTheRetrySucceeds() {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            EcsClient ecs = Clients.of(aws).ecs();
            aws.faults().before("ecs", "CreateCluster", 1, Fault.throttled());
            aws.faults().before("ecs", "CreateCluster", "other", 100, Fault.serverError());

            ecs.createCluster(c -> c.clusterName("main"));

            assertThat(aws.effects().of("ecs", "CreateCluster")).hasSize(1);
            assertThatThrownBy(() -> ecs.createCluster(c -> c.clusterName("other")))
                    .isInstanceOfSatisfying(EcsException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(500);
                        assertThat(e.numAttempts()).isGreaterThan(1);
                    });
            assertThat(aws.effects().of("ecs", "CreateCluster")).hasSize(1);
        }
    }

    @Test
    void aLostAnswerLeavesTheEffectAndIsCountedOnceWhenTheCallIsIdempotent() {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            EcsClient ecs = Clients.of(aws).ecs();
            aws.faults().loseAnswers("ecs", "CreateCluster", 1);

            ecs.createCluster(c -> c.clusterName("main"));

            assertThat(aws.effects().of("ecs", "CreateCluster")).singleElement().satisfies(effect -> {
                assertThat(effect.resource()).endsWith(":cluster/main");
                assertThat(effect.account()).isEqualTo(Clients.ACCOUNT);
            });
        }
    }

    @Test
    void aConnectionThatIsAlwaysResetIsAClientsError() {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            aws.faults().before("ecs", "ListClusters", 100, Fault.disconnected());

            assertThatThrownBy(() -> Clients.of(aws).ecs().listClusters()).isInstanceOf(SdkClientException.class);

            aws.faults().clear();
            assertThat(Clients.of(aws).ecs().listClusters().clusterArns()).isEmpty();
        }
    }

    @Test
    void theSameSeedAndTheSameCallsGiveTheSameRun() {
        assertThat(run(42)).isEqualTo(run(42)).isNotEqualTo(run(43));
    }

    private static List<String> run(long seed) {
        try (SimulatedAws aws = SimulatedAws.builder()
                .seed(seed)
                .time(SimulatedTime.stepped(START))
                .start()) {
            Clients clients = Clients.of(aws);
            EcsClient ecs = clients.ecs();
            ecs.createCluster(c -> c.clusterName("main"));
            String definition = ecs.registerTaskDefinition(r -> r.family("web")
                            .networkMode("awsvpc")
                            .cpu("256")
                            .memory("512")
                            .containerDefinitions(ContainerDefinition.builder()
                                    .name("web")
                                    .image("web")
                                    .build()))
                    .taskDefinition()
                    .taskDefinitionArn();
            ecs.createService(s -> s.cluster("main")
                    .serviceName("web")
                    .launchType("FARGATE")
                    .desiredCount(3)
                    .clientToken("token")
                    .taskDefinition(definition)
                    .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
            aws.time().advance(Duration.ofMinutes(5));
            List<String> seen = new ArrayList<>();
            ecs.describeServices(d -> d.cluster("main").services("web"))
                    .services()
                    .getFirst()
                    .events()
                    .forEach(e -> seen.add(e.createdAt() + " " + e.id() + " " + e.message()));
            aws.effects().all().stream().map(Effect::toString).forEach(seen::add);
            return seen;
        }
    }
}
