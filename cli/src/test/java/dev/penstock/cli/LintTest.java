package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {

    private static final String DIGEST = "nginx@sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void here() {
        console = new Console(folder);
    }

    @Test
    void judgesWhatIsInAFolder() throws IOException {
        Files.createDirectories(folder.resolve("app/.ebextensions"));
        Path app = folder.resolve("app");
        Files.writeString(
                app.resolve("Dockerrun.aws.json"),
                "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"nginx:1\"}}");
        Files.writeString(app.resolve("compose.yaml"), "services: {web: {image: nginx}}\n");
        Files.writeString(app.resolve("compose.override.yml"), "services: {web: {image: \"" + DIGEST + "\"}}\n");
        Files.writeString(app.resolve("taskdef-web.json"), "{\"family\": \"web\", \"containerDefinitions\": []}");
        Files.writeString(app.resolve("package.json"), "{}");
        Files.writeString(app.resolve(".ebextensions/01.config"), "container_commands:\n  a: {comand: b}\n");
        assertThat(console.run("lint", "app")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains(
                        "app/Dockerrun.aws.json:1:",
                        "app/compose.yaml with app/compose.override.yml is a Compose file",
                        "app/taskdef-web.json is a task definition",
                        "app/.ebextensions/01.config:2:3")
                .doesNotContain("package.json");
    }

    @Test
    void saysWhenAFolderHoldsNothingToJudge() {
        assertThat(console.run("lint", ".")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("In . there is nothing to judge.", "Dockerrun.aws.json");
        assertThat(console.run("lint")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void takesNothingForAComposeFileThatIsNone() throws IOException {
        Files.writeString(folder.resolve(".travis.yml"), "services: [docker]\nscript: make\n");
        assertThat(console.run("lint", ".travis.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("The file declares no containers.").doesNotContain("'script'");
        Files.writeString(folder.resolve("stack.yml"), "Resources: {A: {Type: X, Properties: {B: !Ref C}}}\n");
        assertThat(console.run("lint", "stack.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("is a CloudFormation template").doesNotContain("The tag");
    }

    @Test
    void mergesFilesInTheirOrderWithProfilesAndVariables() throws IOException {
        Files.writeString(
                folder.resolve("a.yml"),
                "services:\n  web: {image: \"${IMAGE:?set it}\", ports: [\"80:80\"]}\n  tool: {image: tool, profiles: [dev]}\n");
        Files.writeString(folder.resolve("b.yml"), "services: {web: {ports: !override [\"81:80\"]}}\n");
        Files.writeString(folder.resolve("live.env"), "IMAGE=" + DIGEST + "\n");
        assertThat(console.run("lint", "-f", "a.yml", "-f", "b.yml", "--env-file", "live.env", "--profile", "live"))
                .as(console.out())
                .isZero();
        assertThat(console.out()).contains("a.yml with b.yml is a Compose file; nothing is to be said of it.");
        assertThat(console.run("lint", "-f", "a.yml", "--profile", "live")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.run("lint", "-f", "a.yml", "--env-file", "none.env")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("lint", "-f", "a.yml", "b.yml")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void convertsAndImportsSeveralFilesAsOne() throws IOException {
        Files.writeString(folder.resolve("a.yml"), "services: {web: {build: ., mem_limit: 64m}}\n");
        Files.writeString(
                folder.resolve("b.yml"),
                "services: {web: {image: shop/web}, db: {image: db, profiles: [all], mem_limit: 32m}}\n");
        assertThat(console.run("convert", "-f", "a.yml", "-f", "b.yml", "--profile", "all", "--to", "task-definition"))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("shop/web", "\"db\"");
        assertThat(console.run("import", "compose", "-f", "a.yml", "-f", "b.yml", "--to", "ecs:main/web"))
                .as(console.err())
                .isZero();
        assertThat(console.run("convert", "--to", "compose")).isEqualTo(ExitCode.USAGE.number());
    }
}
