package dev.penstock.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.trigger.GitChange.BranchPushed;
import dev.penstock.trigger.GitChange.PullRequestChanged;
import dev.penstock.trigger.GitChange.PullRequestChanged.Event;
import dev.penstock.trigger.GitChange.TagPushed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GitTriggersTest {

    private static final String COMMIT = "0123456789012345678901234567890123456789";

    @Test
    void withoutTriggersAPushToTheActionsBranchStarts() {
        Pipeline pipeline = pipeline("");
        assertThat(GitTriggers.of(pipeline, pushed("main"))).containsExactly("Checkout");
        assertThat(GitTriggers.of(pipeline, pushed("other"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, new TagPushed("acme/shop", "v1", COMMIT)))
                .isEmpty();
        assertThat(GitTriggers.of(pipeline, request(Event.OPEN, "main"))).isEmpty();
    }

    @Test
    void withDetectionOffNothingStarts() {
        assertThat(GitTriggers.of(pipeline("", ", DetectChanges: \"false\""), pushed("main")))
                .isEmpty();
    }

    @Test
    void aTriggerWithoutFiltersStartsAtPushesToTheActionsBranchOnly() {
        Pipeline pipeline = pipeline("push: []");
        assertThat(GitTriggers.of(pipeline, pushed("main"))).containsExactly("Checkout");
        assertThat(GitTriggers.of(pipeline, pushed("other"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, new TagPushed("acme/shop", "v1", COMMIT)))
                .isEmpty();
        assertThat(GitTriggers.of(pipeline, request(Event.OPEN, "main"))).isEmpty();
    }

    @Test
    void theOlderActionForGitHubStartsByWebhookWhereItIsToldNotToPoll() {
        Pipeline pipeline = pipeline("", """
                {category: Source, owner: ThirdParty, provider: GitHub, version: "1"}
                          configuration: {Owner: acme, Repo: shop, Branch: main, OAuthToken: "{{resolve:secretsmanager:github:SecretString:token}}", PollForSourceChanges: "false"}""", "");
        assertThat(GitTriggers.of(pipeline, pushed("main"))).containsExactly("Checkout");
        assertThat(GitTriggers.of(pipeline, pushed("other"))).isEmpty();
    }

    @Test
    void anotherRepositoryStartsNothingAndCaseDoesNotCount() {
        Pipeline pipeline = pipeline("");
        assertThat(GitTriggers.of(pipeline, new BranchPushed("acme/other", "main", COMMIT, Optional.of(List.of("a")))))
                .isEmpty();
        assertThat(GitTriggers.of(pipeline, new BranchPushed("ACME/Shop", "main", COMMIT, Optional.of(List.of("a")))))
                .containsExactly("Checkout");
    }

    @Test
    void anExclusionWinsOverAnInclusion() {
        Pipeline pipeline = pipeline("push: [{branches: {includes: ['release/**'], excludes: ['release/old/*']}}]");
        assertThat(GitTriggers.of(pipeline, pushed("release/2"))).isNotEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("release/a/b"))).isNotEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("release/old/1"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("main")))
                .as("with triggers the action's own branch does not count")
                .isEmpty();
    }

    @Test
    void branchesAndFilesMustBothMatchAndOneFileIsEnough() {
        Pipeline pipeline = pipeline(
                "push: [{branches: {includes: [main]}, filePaths: {includes: ['src/**'], excludes: ['**.md']}}]");
        assertThat(GitTriggers.of(pipeline, pushed("main", "docs/a", "src/b.java")))
                .isNotEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("main", "src/b.md"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("other", "src/b.java"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, new BranchPushed("acme/shop", "main", COMMIT, Optional.empty())))
                .as("of a new branch it is not known what changed")
                .isEmpty();
    }

    @Test
    void oneOfSeveralFiltersIsEnough() {
        Pipeline pipeline = pipeline("push: [{tags: {includes: ['v*']}}, {branches: {includes: [main]}}]");
        assertThat(GitTriggers.of(pipeline, new TagPushed("acme/shop", "v1.2", COMMIT)))
                .isNotEmpty();
        assertThat(GitTriggers.of(pipeline, new TagPushed("acme/shop", "x1.2", COMMIT)))
                .isEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("main"))).isNotEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("v1"))).isEmpty();
    }

    @Test
    void pullRequestsAreFilteredByEventAndByTheBranchTheyGoTo() {
        Pipeline pipeline = pipeline("pullRequest: [{events: [OPEN, UPDATED], branches: {includes: [main]}}]");
        assertThat(GitTriggers.of(pipeline, request(Event.OPEN, "main"))).isNotEmpty();
        assertThat(GitTriggers.of(pipeline, request(Event.CLOSED, "main"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, request(Event.UPDATED, "feature"))).isEmpty();
        assertThat(GitTriggers.of(pipeline, pushed("main"))).isEmpty();
    }

    private static GitChange pushed(String branch, String... files) {
        return new BranchPushed("acme/shop", branch, COMMIT, Optional.of(List.of(files)));
    }

    private static GitChange request(Event event, String destination) {
        return new PullRequestChanged("acme/shop", event, "feature", destination, COMMIT, Optional.empty());
    }

    private static Pipeline pipeline(String filters) {
        return pipeline(filters, "");
    }

    private static Pipeline pipeline(String filters, String keys) {
        return pipeline(filters, """
                {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                          configuration: {ConnectionArn: "arn:aws:codestar-connections:eu-west-1:111122223333:connection/8f3a1f2e-1111-2222-3333-444455556666", FullRepositoryId: acme/shop, BranchName: main KEYS}""", keys);
    }

    private static Pipeline pipeline(String filters, String source, String keys) {
        String triggers = filters.isEmpty()
                ? ""
                : "  triggers: [{providerType: CodeStarSourceConnection, gitConfiguration: {sourceActionName:"
                        + " Checkout, "
                        + filters + "}}]\n";
        String yaml = """
            pipeline:
              name: shop
              pipelineType: V2
              roleArn: arn:aws:iam::111122223333:role/pipeline
              artifactStore: {type: S3, location: bucket}
            """ + triggers
                + """
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: SOURCE
                          outputArtifacts: [{name: Sources}]
                    - name: Deploy
                      actions:
                        - name: Approve
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """.indent(0).replace("SOURCE", source.indent(0).strip()).replace(" KEYS", keys);
        var text = SourceText.of("pipeline.yml", yaml.getBytes(StandardCharsets.UTF_8));
        return switch (PipelineReader.read(text, ReadOptions.none())) {
            case PipelineReading.Accepted accepted -> accepted.definition().pipeline();
            case PipelineReading.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }
}
