package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of an environment of Elastic Beanstalk, before it is there, when nothing is to be done, and before a change. */
class PlanEnvironmentIT {

    private static final String PIPELINE = """
        pipeline:
          name: shop
          roleArn: arn:aws:iam::123456789012:role/pipeline
          pipelineType: V2
          artifactStore: {type: S3, location: artifacts}
          stages:
            - name: Source
              actions:
                - name: Source
                  actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                  configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                  outputArtifacts: [{name: App}]
        %s    - name: Deploy
              actions:
                - name: Web
                  actionTypeId: {category: Deploy, owner: AWS, provider: ElasticBeanstalk, version: "1"}
                  configuration: {ApplicationName: shop, EnvironmentName: shop-web}
                  inputArtifacts: [{name: %s}]
        """;

    private static final String BUILD = """
            - name: Build
              actions:
                - name: Build
                  actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                  configuration: {ProjectName: shop}
                  inputArtifacts: [{name: App}]
                  outputArtifacts: [{name: Built}]
        """;

    private static final String SETTINGS = """
        sources:
          Source: {directory: app}
        deployments:
          Web:
            environment:
              create: {platform: 64bit Amazon Linux 2023 * running Docker}
              policy: Rolling
              batch: {type: Percentage, size: 50}
              loadBalancer: application
              instances: {profile: aws-elasticbeanstalk-ec2-role, minimum: 2, maximum: 4}
              variables: {DATABASE_URL: "postgres://shop:hunter2@db/shop"}
              options:
                aws:elasticbeanstalk:healthreporting:system: {SystemType: enhanced}
        """;

    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String plan(Console console, String... more) {
        String[] args = new String[3 + more.length];
        args[0] = "plan";
        args[1] = "pipeline.yml";
        args[2] = "--simulate";
        System.arraycopy(more, 0, args, 3, more.length);
        assertThat(console.run(args)).as(console.out() + console.err()).isZero();
        assertThat(console.out()).doesNotContain("hunter2", "hunter3");
        // What the first deployment took is the simulator's affair.
        return console.out()
                .replaceAll("took \\d+ min \\d+ s", "took …")
                .replaceAll("\\[\\d+\\],\"remarks", "[…],\"remarks");
    }

    @Test
    void tellsWhatWouldBeMadeThatNothingIsToBeDoneAndWhatWouldChange() throws IOException {
        write("app/Dockerfile", "FROM nginx:1.27-alpine\nEXPOSE 80\n");
        write("pipeline.yml", PIPELINE.formatted("", "App"));
        write("penstock.yml", SETTINGS);
        Console console = new Console(folder);

        GoldenFile.assertMatches("environment/plan-new.txt", plan(console));
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        GoldenFile.assertMatches("environment/plan-nothing.txt", plan(console));

        write("app/Dockerfile", "FROM nginx:1.28-alpine\nEXPOSE 80\n");
        write(
                "penstock.yml",
                SETTINGS.replace("maximum: 4", "maximum: 6, types: [t3.large]").replace("hunter2", "hunter3"));
        GoldenFile.assertMatches("environment/plan-change.txt", plan(console));
        GoldenFile.assertMatches("environment/plan-change.md", plan(console, "--output", "markdown"));
        GoldenFile.assertMatches("environment/plan-change.json", plan(console, "--output", "json"));

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        assertThat(plan(console))
                .contains("nothing to do")
                .endsWith("0 environments would change. Nothing was changed.\n");
    }

    @Test
    void aRunThatWouldFailSaysSoAndWhatABuildMakesIsPlannedWithoutIt() throws IOException {
        write("app/Dockerfile", "FROM nginx:1.27-alpine\nEXPOSE 80\n");
        write("pipeline.yml", PIPELINE.formatted("", "App"));
        write(
                "penstock.yml",
                SETTINGS.replace("\"postgres://shop:hunter2@db/shop\"", "{stack: data, output: Address}"));
        Console console = new Console(folder);

        assertThat(console.run("plan", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out())
                .contains("a run would fail: The value of aws:elasticbeanstalk:application:environment DATABASE_URL"
                        + " comes from stack 'data', and there is no such stack.");

        write("pipeline.yml", PIPELINE.formatted(BUILD, "Built"));
        write("penstock.yml", SETTINGS);
        assertThat(plan(console))
                .contains("is made with the version that the run makes")
                .contains("Its artifact 'Built' is made by the action 'Build', which a plan does not run.");
    }
}
