package dev.penstock.lambda.front;

import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.registry.RegisteredPipeline;
import java.nio.file.Path;
import java.util.Optional;

/** A pipeline with triggers, and what GitHub sends of its repository, without what nobody reads. */
final class PipelineTexts {

    private static final String DEFINITION = """
        pipeline:
          name: shop
          pipelineType: V2
          roleArn: arn:aws:iam::111122223333:role/pipeline
          artifactStore: {type: S3, location: bucket}
          triggers:
            - providerType: CodeStarSourceConnection
              gitConfiguration:
                sourceActionName: Checkout
                push: [{branches: {includes: [main]}}]
                pullRequest: [{events: [OPEN], branches: {includes: [main]}}]
          stages:
            - name: Source
              actions:
                - name: Checkout
                  actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                  configuration:
                    ConnectionArn: arn:aws:codestar-connections:eu-west-1:111122223333:connection/8f3a1f2e-1111-2222-3333-444455556666
                    FullRepositoryId: acme/shop
                    BranchName: main
                  outputArtifacts: [{name: Sources}]
            - name: Deploy
              actions:
                - name: Approve
                  actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
        """;

    static final String PUSH = """
        {"ref": "refs/heads/main", "before": "0000", "after": "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5",
         "created": false, "deleted": false, "forced": false,
         "commits": [{"id": "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5", "added": ["a"], "removed": [], "modified": []}],
         "head_commit": {"id": "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5"},
         "repository": {"full_name": "acme/shop"}}
        """;

    static final String PULL_REQUEST = """
        {"action": "opened", "number": 7, "repository": {"full_name": "acme/shop"}, "pull_request": {
         "head": {"ref": "feature", "sha": "aaaa", "repo": {"full_name": "acme/shop"}},
         "base": {"ref": "main", "sha": "bbbb", "repo": {"full_name": "acme/shop"}}}}
        """;

    private PipelineTexts() {}

    static Pipeline shop() {
        return PipelineFile.of(new RegisteredPipeline("shop", DEFINITION, Optional.empty()), Path.of("."))
                .pipeline();
    }
}
