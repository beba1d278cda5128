package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT", "TERM"})
    void servesUntilItIsAskedToEnd(String signal) throws Exception {
        try (Child server = Child.start(folder, "simulate", "--port", "0", "--state", "aws", "--output", "json")) {
            server.awaitOutput("\n");
            JsonNode line = JsonMapper.shared().readTree(server.output());
            assertThat(line.get("type").asString()).isEqualTo("simulator");
            URI endpoint = URI.create(line.get("endpoint").asString());
            assertThat(line.get("environment").get("AWS_ENDPOINT_URL").asString())
                    .isEqualTo(endpoint.toString());
            assertThat(get(endpoint.resolve("/_penstock/time"))).contains("\"mode\":\"scaled\"");

            server.signal(signal);

            assertThat(server.exitCode()).isZero();
        }
        assertThat(folder.resolve("aws/state.jsonl")).exists();
    }

    @Test
    void saysWhatToPasteAndWhereToLook() throws Exception {
        try (Child server = Child.start(folder, "simulate", "--port", "0", "--time-scale", "real")) {
            server.awaitOutput("Ctrl-C ends it.");

            assertThat(server.output())
                    .contains("export AWS_ENDPOINT_URL=http://127.0.0.1:")
                    .contains("export AWS_ACCESS_KEY_ID=123456789012")
                    .contains("export AWS_SECRET_ACCESS_KEY=")
                    .contains("export AWS_DEFAULT_REGION=us-east-1")
                    .contains("/_penstock/")
                    .contains("in real time");
            assertThat(server.output().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        }
    }

    @Test
    void runsAProgramWithTheSimulatorInItsEnvironmentAndEndsLikeIt() throws Exception {
        try (Child server = Child.start(
                folder, "simulate", "--port", "0", "--", "sh", "-c", "echo at $AWS_ENDPOINT_URL; exit 42")) {
            assertThat(server.exitCode()).isEqualTo(42);
            assertThat(server.output()).startsWith("at http://127.0.0.1:").hasLineCount(1);
        }
    }

    @Test
    void aPortOrAFolderThatIsTakenIsSaidInOneSentence() throws Exception {
        Console console = new Console(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(console.run("simulate", "--port", port)).isEqualTo(ExitCode.MACHINE.number());
            assertThat(console.err())
                    .contains("PEN-SIMULATE-001")
                    .contains(port)
                    .contains("--port 0")
                    .doesNotContain("\tat ");
        }
        try (Child server = Child.start(folder, "simulate", "--port", "0", "--state", "aws")) {
            server.awaitOutput("Ctrl-C ends it.");
            assertThat(console.run("simulate", "--port", "0", "--state", "aws")).isEqualTo(ExitCode.MACHINE.number());
            assertThat(console.err()).contains("PEN-SIMULATE-002").contains("another simulator has it open");
        }
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingStarts() throws IOException {
        Console console = new Console(folder);
        assertThat(console.run("simulate", "--time-scale", "fast")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("'fast' is neither 'real' nor a number");
        assertThat(console.run("simulate", "--time-scale", "0")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("simulate", "--port", "70000")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("at most 65535");
        assertThat(console.run("simulate", "--port", "0", "--", "no-such-program"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("PEN-SIMULATE-004").contains("no-such-program");

        Files.createDirectories(folder.resolve("aws"));
        Files.writeString(folder.resolve("aws/state.jsonl"), "no state\n");
        assertThat(console.run("simulate", "--port", "0", "--state", "aws")).isEqualTo(ExitCode.MACHINE.number());
        assertThat(console.err()).contains("PEN-SIMULATE-003").contains("state.jsonl");
    }

    @Test
    void faultsComeFromAFileThatIsJudgedFirst() throws Exception {
        Console console = new Console(folder);
        Files.writeString(folder.resolve("faults.json"), """
                {"faults": [
                  {"fault": "throttle", "probability": 2},
                  {"fault": "thrttle"}]}
                """);
        assertThat(console.run("simulate", "--port", "0", "--faults", "faults.json"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err())
                .contains("PEN-SIMULATE-006")
                .contains("faults.json:2:40: 'probability' must be a number from 0 to 1")
                .contains("faults.json:3:13: There is no fault 'thrttle'");
        assertThat(console.run("simulate", "--port", "0", "--faults", "none.json"))
                .isEqualTo(ExitCode.MACHINE.number());

        Files.writeString(
                folder.resolve("faults.json"), "{\"faults\": [{\"fault\": \"serverError\", \"status\": 503}]}");
        try (Child server =
                Child.start(folder, "simulate", "--port", "0", "--faults", "faults.json", "--output", "json")) {
            server.awaitOutput("\n");
            JsonNode line = JsonMapper.shared().readTree(server.output());
            assertThat(get(URI.create(line.get("endpoint").asString()))).contains("ServiceUnavailable");
        }
    }

    @Test
    void callsThatComeTooFastAreRefusedWhenAsked() throws Exception {
        try (Child server = Child.start(
                        folder,
                        "simulate",
                        "--port",
                        "0",
                        "--rate-limits",
                        "--time-scale",
                        "0.001",
                        "--output",
                        "json");
                HttpClient http = HttpClient.newHttpClient()) {
            server.awaitOutput("\n");
            JsonNode line = JsonMapper.shared().readTree(server.output());
            HttpRequest describe = HttpRequest.newBuilder(
                            URI.create(line.get("endpoint").asString()))
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListServices")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            Set<String> answers = new TreeSet<>();
            // The bucket of these calls holds 100.
            for (int i = 0; i <= 100; i++) {
                answers.add(http.send(describe, HttpResponse.BodyHandlers.ofString())
                        .body());
            }
            assertThat(answers).hasSize(2).anyMatch(answer -> answer.contains("ThrottlingException"));
        }
    }

    @Test
    void withoutAContainerEngineItSaysSo() throws Exception {
        Map<String, String> nobody = Map.of("DOCKER_HOST", "tcp://127.0.0.1:1");
        try (Child server = Child.start(folder, nobody, "simulate", "--port", "0", "--containers", "docker")) {
            assertThat(server.exitCode()).as(server.output()).isEqualTo(ExitCode.MACHINE.number());
            assertThat(server.output()).contains("PEN-SIMULATE-005").doesNotContain("\tat ");
        }
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
