package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.time.SimulatedTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Service;

/** The process of a simulator is killed; what it had acknowledged goes on in the next one. */
class KilledProcessTest {

    /** Starts a rollout, says what was acknowledged, and goes on making clusters until it is killed. */
    public static final class Victim {

        private Victim() {}

        @SuppressWarnings("SystemOut") // the parent process reads it
        public static void main(String[] args) {
            SimulatedAws aws = SimulatedAws.builder()
                    .directory(Path.of(args[0]))
                    .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                    .start();
            EcsClient ecs = Clients.of(aws).ecs();
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
                    .desiredCount(2)
                    .taskDefinition(definition)
                    .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
            aws.time().advance(Duration.ofSeconds(20));
            System.out.println("rollout");
            for (int i = 0; ; i++) {
                String name = "c" + i;
                ecs.createCluster(c -> c.clusterName(name));
                System.out.println(name);
            }
        }
    }

    @Test
    void acknowledgedStateSurvivesAndTheRolloutGoesOn(@TempDir Path directory) throws IOException {
        List<String> acknowledged = killAfter(directory, 40);

        try (SimulatedAws aws = SimulatedAws.builder()
                .directory(directory)
                .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                .start()) {
            EcsClient ecs = Clients.of(aws).ecs();
            List<String> clusters = ecs.listClustersPaginator().clusterArns().stream()
                    .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                    .toList();
            assertThat(clusters).containsAll(acknowledged);
            assertThat(service(ecs).deployments().getFirst().rolloutStateAsString())
                    .isEqualTo("IN_PROGRESS");

            aws.time().advance(Duration.ofMinutes(2));

            assertThat(service(ecs).deployments().getFirst().rolloutStateAsString())
                    .isEqualTo("COMPLETED");
            assertThat(service(ecs).runningCount()).isEqualTo(2);
        }
    }

    private static List<String> killAfter(Path directory, int lines) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null && acknowledged.size() < lines; line = out.readLine()) {
                if (line.startsWith("c")) {
                    acknowledged.add(line);
                }
            }
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
        assertThat(acknowledged).hasSize(lines);
        return acknowledged;
    }

    private static Service service(EcsClient ecs) {
        return ecs.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }
}
