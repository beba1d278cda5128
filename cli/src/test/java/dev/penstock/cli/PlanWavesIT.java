package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment in waves is planned for each of its targets, with the parameters that it has there, and then does just that. */
class PlanWavesIT {

    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void everyTargetIsPlannedAndThenDeployed() throws IOException {
        write("templates/stack.yml", """
            Parameters:
              Size: {Type: Number, Default: 1, MaxValue: 9}
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Name: /shop/size, Type: String, Value: !Ref Size}
            """);
        write("pipeline.yml", """
            pipeline:
              name: shop
              roleArn: arn:aws:iam::123456789012:role/pipeline
              pipelineType: V2
              artifactStore: {type: S3, location: artifacts}
              stages:
                - name: Source
                  actions:
                    - name: Templates
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: templates.zip}
                      outputArtifacts: [{name: Templates}]
                - name: Deploy
                  actions:
                    - name: Shop
                      actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                      configuration: {ActionMode: CREATE_UPDATE, StackName: shop, TemplatePath: "Templates::stack.yml"}
                      inputArtifacts: [{name: Templates}]
            """);
        write("penstock.yml", """
            region: eu-west-1
            sources:
              Templates: {directory: templates}
            deployments:
              Shop:
                stack:
                  waves:
                    - targets:
                        dublin: {region: eu-west-1, parameters: {Size: "2"}}
                    - targets:
                        frankfurt: {region: eu-central-1, parameters: {Size: "3"}}
                        paris: {region: eu-west-3, stackName: shop-paris, parameters: {Size: "12"}}
            """);
        Console console = new Console(folder);

        assertThat(console.run("plan", "pipeline.yml", "--simulate"))
                .as(console.err())
                .isEqualTo(ExitCode.FAILED.number());
        GoldenFile.assertMatches("waves/plan.txt", console.out());

        write("penstock.yml", Files.readString(folder.resolve("penstock.yml")).replace("\"12\"", "\"4\""));
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        assertThat(console.out()).contains("3 of 3 targets in 2 waves");
        assertThat(console.run("plan", "pipeline.yml", "--simulate")).isZero();
        assertThat(console.out())
                .contains("Deploy/Shop to dublin, stack shop in eu-west-1: no changes.")
                .contains("Deploy/Shop to paris, stack shop-paris in eu-west-3: no changes.");
    }
}
