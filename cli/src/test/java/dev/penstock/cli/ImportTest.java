package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void project() throws IOException {
        console = new Console(folder);
        Files.writeString(folder.resolve(".travis.yml"), """
                language: generic
                script: make
                deploy: {provider: elasticbeanstalk, app: shop, env: shop-live, on: {branch: main}}
                """);
    }

    @Test
    void writesFilesThatValidateAndKnowWhereTheProjectIs() throws IOException {
        assertThat(console.run("import", "travis", "--out", "deploy")).isZero();
        assertThat(Files.readString(folder.resolve("deploy/penstock.yml")))
                .contains("directory: \"..\"", "buildspec: deploy/buildspec.yml");
        assertThat(console.run("validate", "deploy")).isZero();
    }

    @Test
    void looksAtTheDockerrunBesideATravisFile() throws IOException {
        Files.writeString(folder.resolve(".travis.yml"), """
                language: generic
                script: docker push example/web
                deploy: {provider: elasticbeanstalk, app: shop, env: shop-live, on: {branch: main}}
                """);
        Files.writeString(folder.resolve("Dockerrun.aws.json"), """
                {"AWSEBDockerrunVersion": 1, "Image": {"Name": "example/web"}, "Ports": [{"ContainerPort": 80}]}
                """);
        assertThat(console.run("import", "travis", ".travis.yml")).isZero();
        assertThat(console.out()).contains("docker push $ECR_REGISTRY/example/web", "imagedefinitions.json");
        assertThat(console.run("import", "travis", "--keep-registry")).isZero();
        assertThat(console.out()).contains("docker push example/web", "imagedefinitions.json");
    }

    @Test
    void findsTheUsualFileInAFolder() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        assertThat(console.run("import", "travis", ".", "--out", "out")).isZero();
        Files.createDirectory(folder.resolve("app"));
        Files.writeString(folder.resolve("app/compose.yml"), "services: {web: {build: .}}\n");
        assertThat(console.run("import", "compose", "app", "--to", "ecs:live/web"))
                .as(console.err())
                .isZero();
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), "region: eu-west-1\n");
        assertThat(console.run("import", "travis", "--out", ".")).isEqualTo(ExitCode.USAGE.number());
        assertThat(folder.resolve("pipeline.yml")).doesNotExist();
        assertThat(Files.readString(folder.resolve("penstock.yml"))).isEqualTo("region: eu-west-1\n");
    }

    @Test
    void printsWithoutAFolderToWriteTo() throws IOException {
        assertThat(console.run("import", "travis", "--repository", "example/shop"))
                .isZero();
        assertThat(console.out())
                .contains("# ---- pipeline.yml", "FullRepositoryId: example/shop", "# ---- buildspec.yml");
        assertThat(folder.resolve("pipeline.yml")).doesNotExist();
    }

    @Test
    void findsTheProjectOfTheEbCli() throws IOException {
        Path config = Files.createDirectory(folder.resolve(".elasticbeanstalk")).resolve("config.yml");
        Files.writeString(
                config,
                "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a, default_region: eu-west-1}\n");
        assertThat(console.run("import", "eb", "--out", ".")).isZero();
        assertThat(Files.readString(folder.resolve("penstock.yml"))).contains("directory: \".\"");
        Files.writeString(
                folder.resolve("live.cfg.yml"), "OptionSettings: {aws:elasticbeanstalk:command: {BatchSize: 30}}\n");
        assertThat(console.run("import", "eb", "--saved", "live.cfg.yml", "--out", "saved"))
                .isZero();
        assertThat(Files.readString(folder.resolve("saved/penstock.yml"))).contains("BatchSize: \"30\"");
    }

    @Test
    void asksWhereAComposeFileIsDeployedTo() throws IOException {
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {web: {build: .}}\n");
        assertThat(console.run("import", "compose")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("import", "compose", "--to", "ecs:main/web", "--out", "deploy"))
                .isZero();
        assertThat(Files.readString(folder.resolve("deploy/pipeline.yml"))).contains("ServiceName: web");
    }

    @Test
    void findsTheProjectOfAManifest() throws IOException {
        Path manifest = Files.createDirectories(folder.resolve("copilot/api")).resolve("manifest.yml");
        Files.writeString(manifest, "name: api\ntype: Backend Service\nimage: {build: api/Dockerfile}\n");
        assertThat(console.run("import", "copilot", "copilot/api/manifest.yml", "--to", "ecs:main/api", "--out", "."))
                .isZero();
        assertThat(Files.readString(folder.resolve("penstock.yml"))).contains("directory: \".\"");
        assertThat(console.run("import", "copilot", "copilot/api/manifest.yml", "--to", "beanstalk:a/b"))
                .isEqualTo(ExitCode.INVALID.number());
    }

    @Test
    void findsServicesOfAPipelineOfCopilot() throws IOException {
        Path copilot = Files.createDirectories(folder.resolve("copilot"));
        Files.writeString(copilot.resolve(".workspace"), "application: shop\n");
        Files.writeString(
                Files.createDirectory(copilot.resolve("api")).resolve("manifest.yml"),
                "name: api\ntype: Scheduled Job\nimage: {build: api/Dockerfile}\n");
        Files.writeString(
                Files.createDirectories(copilot.resolve("pipelines/main")).resolve("manifest.yml"),
                "name: main\nsource: {provider: GitHub, properties: {repository: a/b}}\nstages: [{name: test}]\n");
        assertThat(console.run("import", "copilot", "copilot/pipelines/main/manifest.yml", "--out", "deploy"))
                .as(console.err())
                .isZero();
        assertThat(Files.readString(folder.resolve("deploy/pipeline.yml"))).contains("StackName: shop-test-api");
        assertThat(Files.readString(folder.resolve("deploy/penstock.yml")))
                .contains("directory: \"..\"", "buildspec: deploy/buildspec.yml");
        assertThat(console.run("validate", "deploy")).as(console.out()).isZero();
    }

    @Test
    void tellsWhatTravelsInABundleUnderThePathThatTheUserKnows() throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve(".elasticbeanstalk")).resolve("config.yml"),
                "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a}\n");
        Files.writeString(
                Files.createDirectory(folder.resolve(".ebextensions")).resolve("01.config"),
                "option_settings:\n  aws:autoscaling:asg: {MaxSize: 4}\n");
        assertThat(console.run("import", "eb")).isZero();
        assertThat(console.err()).contains(".ebextensions/01.config:2:", "MaxSize");
        assertThat(console.out()).doesNotContain("MaxSize");
        assertThat(console.run("import", "eb", "--ebextensions", "settings")).isZero();
        assertThat(console.out()).contains("MaxSize");
    }

    @Test
    void saysWhatCannotBeImported() throws IOException {
        assertThat(console.run("import", "jenkins")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("import", "travis", "none.yml")).isEqualTo(ExitCode.USAGE.number());
        Files.writeString(folder.resolve(".travis.yml"), "a: b\n");
        assertThat(console.run("import", "travis")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("PEN-IMPORT-004");
    }
}
