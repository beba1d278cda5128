package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The actions of docs/actions.md in one pipeline, against the simulated AWS. */
class SmallerActionsIT {

    @TempDir
    private Path folder;

    @Test
    void commandsMakeASiteThatIsPutIntoABucketAndAFunctionIsTold() throws IOException {
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/page.txt"), "hello");
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: app}}\n");
        Files.writeString(folder.resolve("pipeline.yml"), """
                pipeline:
                  name: site
                  roleArn: arn:aws:iam::123456789012:role/site-pipeline
                  pipelineType: V2
                  artifactStore: {type: S3, location: site-artifacts}
                  stages:
                    - name: Source
                      actions:
                        - name: App
                          actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                          configuration:
                            ConnectionArn: arn:aws:codestar-connections:us-east-1:123456789012:connection/4cd6c3f2-6a52
                            FullRepositoryId: example/site
                            BranchName: main
                          outputArtifacts: [{name: AppSource}]
                    - name: Make
                      actions:
                        - name: Pages
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: "1"}
                          namespace: Pages
                          commands:
                            - mkdir site && cp page.txt site/index.html && touch site/site.css
                            - PAGES=$(ls site | wc -l | tr -d ' ')
                          inputArtifacts: [{name: AppSource}]
                          outputArtifacts: [{name: Site, files: ["site/**/*"]}]
                          outputVariables: [PAGES]
                    - name: Deploy
                      actions:
                        - name: Bucket
                          actionTypeId: {category: Deploy, owner: AWS, provider: S3, version: "1"}
                          region: eu-west-1
                          configuration:
                            BucketName: example-site
                            Extract: "true"
                            ObjectKey: v#{Pages.PAGES}
                          inputArtifacts: [{name: Site}]
                    - name: Tell
                      actions:
                        - name: Notify
                          actionTypeId: {category: Invoke, owner: AWS, provider: Lambda, version: "1"}
                          region: ap-south-1
                          configuration: {FunctionName: "notify:live", UserParameters: "#{Pages.PAGES} files"}
                    - name: Check
                      actions:
                        - name: Links
                          actionTypeId: {category: Invoke, owner: AWS, provider: StepFunctions, version: "1"}
                          region: eu-west-1
                          configuration:
                            StateMachineArn: arn:aws:states:ap-south-1:123456789012:stateMachine:links
                            Input: '{"pages": #{Pages.PAGES}}'
                          outputArtifacts: [{name: Links}]
                """);
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out() + console.err())
                .isZero();

        assertThat(console.out())
                .contains("Made the bucket example-site in the simulated account.")
                .contains("Made the function notify with a first version of a stand-in and its alias live")
                .contains("put 2 files, 5 bytes, into example-site")
                .contains("invoked notify:live")
                .contains("Made the state machine links, which puts out its input, in the simulated account.")
                .contains("executed links")
                .contains("bucket example-site");

        var planned = new Console(folder);
        assertThat(planned.run("plan", "pipeline.yml", "--simulate"))
                .as(planned.out() + planned.err())
                .isZero();
        assertThat(planned.out()).isEqualTo("""
                Make/Pages: runs 2 commands on this machine.
                  mkdir site && cp page.txt site/index.html && touch site/site.css
                  PAGES=$(ls site | wc -l | tr -d ' ')
                Deploy/Bucket in eu-west-1: puts the files of 'Site' into the bucket example-site below v#{Pages.PAGES}.
                  Objects of the same keys are replaced; nothing is removed.
                Tell/Notify in ap-south-1: invokes the function notify:live.
                Check/Links in eu-west-1: executes the state machine arn:aws:states:ap-south-1:123456789012:stateMachine:links.
                Nothing was changed.
                """);
    }

    @Test
    void eachWrongKeyIsToldWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: app}}\n");
        Files.writeString(folder.resolve("pipeline.yml"), """
                pipeline:
                  name: site
                  roleArn: arn:aws:iam::123456789012:role/site-pipeline
                  artifactStore: {type: S3, location: site-artifacts}
                  stages:
                    - name: Source
                      actions:
                        - name: App
                          actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                          configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                          outputArtifacts: [{name: AppSource}]
                    - name: Deploy
                      actions:
                        - name: Bucket
                          actionTypeId: {category: Deploy, owner: AWS, provider: S3, version: "1"}
                          configuration:
                            BucketName: example-site
                            Extract: "true"
                            CannedACL: public
                          inputArtifacts: [{name: AppSource}]
                        - name: Notify
                          actionTypeId: {category: Invoke, owner: AWS, provider: Lambda, version: "1"}
                          configuration: {FunctionName: no function}
                """);
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isNotZero();

        assertThat(console.err() + console.out())
                .contains("pipeline.yml:19:")
                .contains("'public' is not one of private, public-read")
                .contains("pipeline.yml:23:")
                .contains("'no function' does not name a function.");
    }
}
