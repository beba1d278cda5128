package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a simulator is killed in the middle of a stack's update; the next one ends it, doing nothing twice. */
class KilledStackTest {

    private static final int RESOURCES = 8;

    private static String template(String names) {
        return "Resources:\n"
                + IntStream.range(0, RESOURCES)
                        .mapToObj(i -> "  R" + i + ":\n    Type: AWS::ECS::Cluster\n"
                                + (i == 0 ? "" : "    DependsOn: R" + (i - 1) + "\n")
                                + "    Properties: {ClusterName: " + names + i + "}\n")
                        .collect(Collectors.joining());
    }

    /** Makes a stack, begins to replace all of it, and says how many events there are until it is killed. */
    public static final class Victim {

        private Victim() {}

        @SuppressWarnings("SystemOut") // the parent process reads it
        public static void main(String[] args) {
            StackWorld world = new StackWorld(Path.of(args[0]), builder -> {});
            world.created(template("old"));
            world.update(template("new"), u -> {});
            while (true) {
                world.aws.time().advance(Duration.ofMillis(500));
                System.out.println(world.events("shop").size());
            }
        }
    }

    @Test
    void anUpdateIsEndedByTheNextProcess(@TempDir Path directory) throws IOException {
        int acknowledged = eventsWhenKilled(directory, 40);

        try (StackWorld world = new StackWorld(directory, builder -> {})) {
            assertThat(world.status()).isEqualTo("UPDATE_IN_PROGRESS");
            assertThat(world.events("shop")).hasSizeGreaterThanOrEqualTo(acknowledged);

            world.settle();

            assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
            List<String> events = world.events("shop");
            for (int i = 0; i < RESOURCES; i++) {
                String made = "R" + i + " UPDATE_COMPLETE";
                String gone = "R" + i + " DELETE_COMPLETE";
                assertThat(events).filteredOn(made::equals).hasSize(1);
                assertThat(events).filteredOn(gone::equals).hasSize(1);
                assertThat(world.physicalId("R" + i)).isEqualTo("new" + i);
            }
            assertThat(world.clients.ecs().listClusters().clusterArns())
                    .hasSize(RESOURCES)
                    .allMatch(arn -> arn.contains("/new"));
        }
    }

    private static int eventsWhenKilled(Path directory, int lines) throws IOException {
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
        String last = "0";
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                last = line == null ? last : line;
            }
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
        return Integer.parseInt(last);
    }
}
