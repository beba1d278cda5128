package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunIT {

    private static final Pattern IMAGE =
            Pattern.compile("dkr\\.ecr\\.us-east-1\\.amazonaws\\.com/hello@sha256:[0-9a-f]{64}");

    @TempDir
    private Path folder;

    @Test
    void aSecondRunDeploysAnUpdateOnTopOfTheFirst() throws IOException {
        SampleProject.copy("hello", folder);
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.err())
                .isZero();
        String first = console.out();
        assertThat(first)
                .contains("Made the service hello with 2 tasks")
                .contains("Deployed in the simulated account:")
                .contains("ECS service hello in cluster hello");

        assertThat(console.run("run", "pipeline.yml", "--simulate", "--var", "Greeting=Hallo"))
                .isZero();
        assertThat(console.out()).doesNotContain("Made the ");
        assertThat(image(console.out())).isNotEqualTo(image(first));

        assertThat(console.run("list")).isZero();
        assertThat(console.out().lines()).hasSize(2).allMatch(line -> line.contains("succeeded"));

        assertThat(console.run("logs")).isZero();
        assertThat(console.out().lines().map(line -> line.split(" \\| ", 2)[0]).distinct())
                .as("in the order in which the actions were begun, though that was at the same moment")
                .containsExactly("Source/App", "Build/Page", "Build/Image", "Deploy/Service");
    }

    private static String image(String output) {
        Matcher image = IMAGE.matcher(output);
        assertThat(image.find()).as(output).isTrue();
        return image.group();
    }

    @Test
    void aReleaseThatDoesNotStartIsRolledBackAndTheExitCodeSaysSo() throws IOException {
        SampleProject.copy("hello", folder);
        Console console = new Console(folder);
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.err())
                .isZero();
        Files.writeString(
                folder.resolve("app/Dockerfile"), "ENV PENSTOCK_SIMULATE=exit:1@5s\n", StandardOpenOption.APPEND);

        assertThat(console.run("run", "pipeline.yml", "--simulate", "--output", "json"))
                .isEqualTo(ExitCode.ROLLED_BACK.number());

        JsonMapper json = JsonMapper.shared();
        assertThat(console.out().lines())
                .allSatisfy(line ->
                        assertThat(json.readTree(line).get("schema").asString()).isEqualTo("penstock.output/1"));
        JsonNode result = json.readTree(console.out().lines().toList().getLast());
        assertThat(result.get("type").asString()).isEqualTo("result");
        assertThat(result.get("outcome").asString()).isEqualTo("ROLLED_BACK");
        assertThat(result.get("exitCode").asInt()).isEqualTo(4);
        assertThat(console.err()).isEmpty();

        assertThat(console.run("status")).isZero();
        assertThat(console.out()).contains("exited with code 1").contains("penstock retry ");
    }

    @Test
    void aWrongDefinitionIsRefusedWithAllItsProblemsAndNothingIsLeftBehind() throws IOException {
        SampleProject.copy("hello", folder);
        Path definition = folder.resolve("pipeline.yml");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace("provider: ECS,", "provider: ECSS,")
                        .replace(
                                "- name: AppSource\n          outputArtifacts",
                                "- name: Other\n          outputArtifacts"));
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err())
                .contains("PEN-ACTION-001")
                .contains("PEN-ACTION-007")
                .contains("Nothing was started.");
        assertThat(folder.resolve(".penstock")).doesNotExist();
    }

    @Test
    void aDamagedSimulatedAccountIsToldWithItsPlaceAndIsLeftAsItIs() throws IOException {
        SampleProject.copy("hello", folder);
        Path state = folder.resolve(".penstock/simulated/aws/state.jsonl");
        Files.createDirectories(state.getParent());
        Files.writeString(state, "no line of state\n");
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.MACHINE.number());

        assertThat(console.err()).contains("state.jsonl, line 1").contains("Delete ");
        assertThat(state).hasContent("no line of state\n");
    }

    @Test
    void whatCannotBeCarriedOutHereIsToldBeforeAnythingStarts() throws IOException {
        SampleProject.copy("hello", folder);
        Files.delete(folder.resolve("penstock.yml"));
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate", "--var", "Greting=x"))
                .isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err())
                .contains("PEN-RUN-001")
                .contains("penstock.yml")
                .contains("PEN-RUN-003")
                .contains("Greeting");
        assertThat(console.err()).contains("pipeline.yml:").doesNotContain("\tat ");
    }

    @Test
    void aRejectionEndsTheExecutionAndARetryAsksAgain() throws Exception {
        SampleProject.copy("hello", folder.resolve("hello"));
        SampleProject.copy("approval", folder.resolve("approval"));
        Path project = folder.resolve("approval");
        try (Child run = Child.start(project, "run", "pipeline.yml", "--simulate")) {
            run.awaitOutput("needs approval");
            Console other = new Console(project);
            assertThat(other.run("list", "--open")).isZero();
            assertThat(other.out())
                    .contains("in progress")
                    .contains("simulated")
                    .doesNotContain("nobody");
            assertThat(other.run("retry")).isEqualTo(ExitCode.USAGE.number());
            assertThat(other.run("reject", "--message", "Not on a Friday"))
                    .as(other.err())
                    .isZero();

            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
            assertThat(run.output()).contains("Not on a Friday").contains("penstock retry ");
        }
        try (Child retry = Child.start(project, "retry")) {
            retry.awaitOutput("needs approval");
            assertThat(new Console(project).run("approve")).isZero();

            assertThat(retry.exitCode()).isZero();
            assertThat(retry.output()).contains("Deployed in the simulated account:");
        }
    }

    @Test
    void aKilledRunIsGoneOnWithWhereItStood() throws Exception {
        SampleProject.copy("hello", folder.resolve("hello"));
        SampleProject.copy("approval", folder.resolve("approval"));
        Path project = folder.resolve("approval");
        try (Child run = Child.start(project, "run", "pipeline.yml", "--simulate")) {
            run.awaitOutput("needs approval");
            run.kill();
        }
        Console console = new Console(project);
        assertThat(console.run("status")).isZero();
        assertThat(console.out()).contains("penstock resume ");
        assertThat(console.run("approve", "--message", "after the crash")).isZero();
        assertThat(console.out()).contains("Nobody runs it now");

        assertThat(console.run("resume")).as(console.err()).isZero();

        assertThat(console.out())
                .contains("(simulated)")
                .contains("Deployed in the simulated account:")
                .doesNotContain("Build/Page started");
        assertThat(console.run("resume")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void ctrlCLeavesTheExecutionToBeResumedOrStopped() throws Exception {
        SampleProject.copy("hello", folder.resolve("hello"));
        SampleProject.copy("approval", folder.resolve("approval"));
        Path project = folder.resolve("approval");
        try (Child run = Child.start(project, "run", "pipeline.yml", "--simulate")) {
            run.awaitOutput("needs approval");
            run.interrupt();
            assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED.number());
            assertThat(run.output()).contains("penstock resume ");
        }
        Console console = new Console(project);
        assertThat(console.run("stop", "--abandon", "--reason", "not needed"))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("stopped");
        assertThat(console.run("stop")).isEqualTo(ExitCode.USAGE.number());
    }
}
