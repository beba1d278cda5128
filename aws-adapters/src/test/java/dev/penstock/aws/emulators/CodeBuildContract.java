package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.iam.IamClient;

/** CodeBuild, as far as it answers at once. */
abstract class CodeBuildContract extends ServiceContract {

    private CodeBuildClient codeBuild;

    @BeforeEach
    void createRole() {
        codeBuild = account.client(CodeBuildClient.builder());
        account.client(IamClient.builder())
                .createRole(
                        role -> role.roleName("build")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                + "\"Principal\":{\"Service\":\"codebuild.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
    }

    private String create(String name) {
        return create(
                name,
                ProjectSource.builder()
                        .type(SourceType.S3)
                        .location("sources/shop.zip")
                        .build());
    }

    private String create(String name, ProjectSource source) {
        return codeBuild
                .createProject(request -> request.name(name)
                        .source(source)
                        .artifacts(artifacts -> artifacts.type(ArtifactsType.NO_ARTIFACTS))
                        .environment(environment -> environment
                                .type(EnvironmentType.LINUX_CONTAINER)
                                .image("aws/codebuild/standard:7.0")
                                .computeType(ComputeType.BUILD_GENERAL1_SMALL))
                        .serviceRole("arn:aws:iam::" + account.id + ":role/build"))
                .project()
                .arn();
    }

    @Test
    void makesAProjectOnce() {
        assertThat(create("shop")).isEqualTo("arn:aws:codebuild:us-east-1:" + account.id + ":project/shop");
        refused(() -> create("shop"), 400, "ResourceAlreadyExistsException");
    }

    @Test
    void aProjectNeedsNoSourceIfItHasABuildspec() {
        create(
                "shop",
                ProjectSource.builder()
                        .type(SourceType.NO_SOURCE)
                        .buildspec("version: 0.2\nphases: {build: {commands: [true]}}")
                        .build());
        var project = codeBuild
                .batchGetProjects(request -> request.names("shop"))
                .projects()
                .getFirst();
        assertThat(project.source().type()).isEqualTo(SourceType.NO_SOURCE);
    }

    @Test
    void saysWhichProjectsAreNotThere() {
        create("shop");
        var answer = codeBuild.batchGetProjects(request -> request.names("shop", "none"));
        assertThat(answer.projects()).extracting("name").containsExactly("shop");
        assertThat(answer.projectsNotFound()).containsExactly("none");
        refused(() -> codeBuild.startBuild(request -> request.projectName("none")), 400, "ResourceNotFoundException");
    }

    @Test
    void aBuildBeginsInProgress() {
        create("shop");
        Build build =
                codeBuild.startBuild(request -> request.projectName("shop")).build();
        assertThat(build.id()).matches("shop:[0-9a-f-]{36}");
        assertThat(build.buildStatus()).isEqualTo(StatusType.IN_PROGRESS);
        assertThat(build.buildComplete()).isFalse();
        assertThat(build.currentPhase()).isIn("SUBMITTED", "QUEUED");
        assertThat(codeBuild.batchGetBuilds(request -> request.ids(build.id())).builds())
                .hasSize(1);
    }

    @Test
    void saysWhichBuildsAreNotThere() {
        create("shop");
        String unknown = "shop:11111111-2222-3333-4444-555555555555";
        assertThat(codeBuild.batchGetBuilds(request -> request.ids(unknown)).buildsNotFound())
                .containsExactly(unknown);
    }
}
