package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of the time of rollouts to services and functions. Builds and sources are not needed for that, and not run. */
final class PlanRolloutIT {

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
            - name: Deploy
              actions:
                - name: Web
                  actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                  configuration: {ClusterName: shop, ServiceName: web}
                  inputArtifacts: [{name: App}]
                - name: Orders
                  actionTypeId: {category: Deploy, owner: AWS, provider: Lambda, version: "1"}
                  configuration: {FunctionName: orders, FunctionAlias: live}
                  inputArtifacts: [{name: App}]
        """;

    private static final String SETTINGS = """
        sources:
          Source: {directory: not-there}
        deployments:
          Web:
            release: {strategy: rolling, batch: 1, bake: 6m}
          Orders:
            release: {strategy: linear, weight: 10 %, bake: 2m, keep: 1m}
        """;

    @TempDir
    private Path folder;

    private String plan(String... more) throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), PIPELINE);
        Files.writeString(folder.resolve("penstock.yml"), SETTINGS);
        var console = new Console(folder);
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"plan", "pipeline.yml", "--simulate"}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        assertThat(console.run(args)).as(console.out() + console.err()).isZero();
        return console.out();
    }

    @Test
    void tellsHowLongEachTakesAndWhatWouldBeQuicker() throws Exception {
        assertThat(plan()).contains("""
            Deploy/Web, service web of cluster shop: ROLLING, 2 tasks in 2 waves of at most 1.
              Takes about 11 min 55 s (2 × start 33 s, 2 × health 10 s, drain and stop 4 min 29 s, bake 6 min).
              deregistration_delay.timeout_seconds of the target group is 300 s: with 30 s it takes 4 min 29 s less.
              'bake' of the release is 6 min: with 3 min it takes 3 min less.
              'batch' of the release is 1: with 2 it takes 43 s less.
            Deploy/Orders, function orders: linear.
              Takes about 19 min 4 s (code 2 s, version 2 s, 9 × bake 2 min, keep 1 min).
              'weight' of the release is 10 %: with 20 % it takes 10 min less.
              'bake' of the release is 2 min: with 1 min it takes 9 min less.
              'keep' of the release is 1 min: with 30 s it takes 30 s less.
            Nothing was changed.
            """);
    }

    /** Neither its templates nor its images are there: the deployment group is enough. */
    @Test
    void tellsHowLongCodeDeployTakes() throws Exception {
        Path files = Path.of("src/test/resources/dev/penstock/cli/killed/code-deploy");
        try (KilledAccount account = new KilledAccount(KilledTarget.CODE_DEPLOY, files)) {
            for (String file : List.of("pipeline.yml", "penstock.yml")) {
                Files.writeString(folder.resolve(file), account.filled(Files.readString(files.resolve(file))));
            }
            var console = new Console(folder);

            int exit = console.run(
                    "plan",
                    "pipeline.yml",
                    "--simulator",
                    account.aws.endpoint().toString());

            assertThat(exit).as(console.out() + console.err()).isZero();
            assertThat(console.out())
                    .containsPattern(
                            "Deploy/Web, deployment group web of application shop: CodeDeployDefault.ECSAllAtOnce, \\d+"
                                    + " tasks? beside the old.\\n  Takes about .* \\(start .*, health .*, lifecycle events 25 s, keep 3 s\\)")
                    .contains("Nothing was changed.");
        }
    }

    @Test
    void tellsProgramsInSeconds() throws Exception {
        assertThat(plan("--output", "json").lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"kind\":\"plannedRollout\",\"stage\":\"Deploy\",\"action\":\"Orders\"")
                        .contains("\"seconds\":1144", "{\"name\":\"bake\",\"times\":9,\"seconds\":120}")
                        .contains("{\"name\":\"'weight' of the release\",\"value\":\"10 %\",\"quicker\":\"20"
                                + " %\",\"savesSeconds\":600}"));
    }
}
