package dev.penstock.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.standin.EnvironmentStandIn;
import dev.penstock.aws.standin.FunctionStandIn;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.settings.RoleSetting;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInListTest {

    private static final Path HELLO = Path.of("../samples/hello");

    @TempDir
    private Path folder;

    @Test
    void namesWhatTheActionsTakeForGranted() throws IOException {
        StandInList list =
                ofRun(PipelineFile.read(HELLO.resolve("pipeline.yml")).pipeline(), RunSettings.none());

        assertThat(list.repositories()).containsExactly("hello");
        assertThat(list.clusters()).containsExactly("hello");
        assertThat(list.services()).containsExactly(new ServiceStandIn("hello", "hello", "hello", 80, 2));
    }

    @Test
    void theSettingsSayHowAServiceIs() throws IOException {
        Files.writeString(
                folder.resolve("pipeline.yml"),
                Files.readString(HELLO.resolve("pipeline.yml"))
                        .replace("ECRRepositoryName: hello", "ECRRepositoryName: team/page"));
        Files.writeString(
                folder.resolve("penstock.yml"),
                "simulate: {services: {hello: {desiredCount: 4, containerPort: 8080}}}\n");

        assertThat(standIns().services()).containsExactly(new ServiceStandIn("hello", "hello", "page", 8080, 4));
    }

    @Test
    void aServiceThatIsReleasedByAStrategyHasALoadBalancerAndTheRequestsThatAreSaid() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), Files.readString(HELLO.resolve("pipeline.yml")));
        Files.writeString(folder.resolve("penstock.yml"), """
            deployments: {Service: {release: {strategy: canary}}}
            simulate: {services: {hello: {requestsPerMinute: 600}}}
            """);

        assertThat(standIns().services())
                .containsExactly(
                        new ServiceStandIn("hello", "hello", "hello", 80, 2, ServiceStandIn.Front.LOAD_BALANCER, 600));
    }

    @Test
    void aStackHasTheRoleThatItIsMadeInAndOneOfItsNameWhereItIsOfAnotherAccount() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), """
            name: shop
            stages:
              - name: Source
                actions:
                  - name: App
                    actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                    configuration: {RepositoryName: shop, BranchName: main}
                    outputArtifacts: [{name: App}]
              - name: Deploy
                actions:
                  - name: Own
                    actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                    configuration: {ActionMode: DELETE_ONLY, StackName: a, RoleArn: "arn:aws:iam::123456789012:role/ci/own"}
                  - name: Other
                    actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                    configuration: {ActionMode: DELETE_ONLY, StackName: b, RoleArn: "arn:aws:iam::210987654321:role/other"}
                  - name: Left
                    actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                    configuration: {ActionMode: DELETE_ONLY, StackName: c, RoleArn: "arn:aws:iam::210987654321:role/left"}
            """);
        Files.writeString(folder.resolve("penstock.yml"), "roles: {'arn:aws:iam::210987654321:role/left': none}\n");
        PipelineFile file = PipelineFile.read(folder.resolve("pipeline.yml"));
        Pipeline pipeline = file.pipeline();
        RunSettings settings = RehearsedRoles.over(file.settings(), pipeline);

        assertThat(settings.roles())
                .containsEntry(
                        "arn:aws:iam::210987654321:role/other",
                        new RoleSetting.Assume("arn:aws:iam::123456789012:role/other"))
                .containsEntry("arn:aws:iam::210987654321:role/left", new RoleSetting.None());
        assertThat(ofRun(pipeline, settings).roles()).containsExactly("ci/own", "other");
    }

    @Test
    void aFunctionHasTheAliasThatIsDeployedTo() throws IOException {
        StandInList list = ofRun(
                PipelineFile.read(Path.of("../samples/lambda/pipeline.yml")).pipeline(), RunSettings.none());

        assertThat(list.functions()).containsExactly(new FunctionStandIn("orders", Optional.of("live")));
    }

    @Test
    void anEnvironmentRunsOnThePlatformThatItsBundleIsMadeFor() throws IOException {
        Files.writeString(
                folder.resolve("pipeline.yml"), Files.readString(Path.of("../samples/beanstalk/pipeline.yml")));
        Files.writeString(folder.resolve("penstock.yml"), """
            sources: {App: {directory: .}}
            simulate: {secrets: {shop-build: {TOKEN: MY_TOKEN}}}
            """);
        assertThat(standIns().environments())
                .extracting(EnvironmentStandIn::platform)
                .containsExactly(EnvironmentStandIn.Platform.DOCKER);
        assertThat(standIns().secrets()).isEqualTo(Map.of("shop-build", Map.of("TOKEN", "MY_TOKEN")));

        Files.copy(Path.of("../samples/course-application/Dockerrun.aws.json"), folder.resolve("Dockerrun.aws.json"));
        assertThat(standIns().environments())
                .extracting(EnvironmentStandIn::platform)
                .containsExactly(EnvironmentStandIn.Platform.ECS);
    }

    @Test
    void nothingStandsInForWhatAStackOfThePipelineMakes() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), """
            pipeline:
              name: site
              stages:
                - name: Source
                  actions:
                    - name: App
                      actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                      configuration: {RepositoryName: site, BranchName: main}
                      outputArtifacts: [{name: App}]
                - name: Deploy
                  actions:
                    - name: Stack
                      actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                      configuration:
                        ActionMode: CREATE_UPDATE
                        StackName: site
                        TemplatePath: "App::site.yml"
                        ParameterOverrides: '{"Name": "pages"}'
                      inputArtifacts: [{name: App}]
                    - name: Pages
                      runOrder: 2
                      actionTypeId: {category: Deploy, owner: AWS, provider: S3, version: "1"}
                      configuration: {BucketName: site-pages, Extract: "true"}
                      inputArtifacts: [{name: App}]
                    - name: Archive
                      runOrder: 2
                      actionTypeId: {category: Deploy, owner: AWS, provider: S3, version: "1"}
                      configuration: {BucketName: archive, Extract: "true"}
                      inputArtifacts: [{name: App}]
            """);
        Files.writeString(
                folder.resolve("penstock.yml"), "sources: {App: {directory: .}}\nartifacts: {bucket: kept}\n");
        Files.writeString(folder.resolve("site.yml"), """
            Parameters: {Name: {Type: String}}
            Resources:
              Pages: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${AWS::StackName}-${Name}'}}
            """);

        assertThat(standIns().buckets()).containsExactly("archive", "kept");
    }

    private StandInList standIns() throws IOException {
        PipelineFile file = PipelineFile.read(folder.resolve("pipeline.yml"));
        return ofRun(file.pipeline(), file.settings());
    }

    private static StandInList ofRun(Pipeline pipeline, RunSettings settings) {
        Map<Optional<String>, StandInList> lists = StandInList.of(pipeline, settings);
        assertThat(lists).containsOnlyKeys(Optional.empty());
        return lists.values().iterator().next();
    }

    @Test
    void whatAnActionTakesForGrantedIsInItsRegion() throws IOException {
        Files.writeString(
                folder.resolve("pipeline.yml"),
                Files.readString(HELLO.resolve("pipeline.yml"))
                        .replace(
                                "provider: ECS, version: \"1\"}",
                                "provider: ECS, version: \"1\"}\n          region: eu-west-1"));
        Files.writeString(folder.resolve("penstock.yml"), "simulate: {secrets: {shop-build: {TOKEN: MY_TOKEN}}}\n");
        PipelineFile file = PipelineFile.read(folder.resolve("pipeline.yml"));

        Map<Optional<String>, StandInList> lists = StandInList.of(file.pipeline(), file.settings());

        assertThat(lists).containsOnlyKeys(Optional.empty(), Optional.of("eu-west-1"));
        assertThat(lists.get(Optional.<String>empty())).satisfies(list -> {
            assertThat(list.repositories()).containsExactly("hello");
            assertThat(list.services()).isEmpty();
            assertThat(list.secrets()).containsOnlyKeys("shop-build");
        });
        assertThat(lists.get(Optional.of("eu-west-1"))).satisfies(list -> {
            assertThat(list.repositories()).isEmpty();
            assertThat(list.services()).containsExactly(new ServiceStandIn("hello", "hello", "hello", 80, 2));
            assertThat(list.secrets()).isEmpty();
        });
    }

    @Test
    void labelsComeBackAsTheyWere() {
        var labels = new RunLabels(
                Path.of("/work/a b/pipeline.yml"),
                Optional.of(Path.of("/work/penstock.yml")),
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:4566")),
                List.of(Path.of("/plugins/one.jar"), Path.of("/plugins/two:2.jar")),
                Optional.of("the shop is down"));

        assertThat(RunLabels.of(labels.toMap())).isEqualTo(labels);
        assertThat(RunLabels.of(Map.of("penstock.definition", "/x")).settings()).isEmpty();
    }
}
