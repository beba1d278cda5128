package dev.penstock.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.lambda.StartOrder;
import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.registry.RegisteredPipeline;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an event starts takes exactly the bytes that the event is about. */
class ObjectTriggersTest {

    private static final Pipeline PIPELINE = PipelineFile.of(
                    new RegisteredPipeline("shop", """
                pipeline:
                  name: shop
                  roleArn: arn:aws:iam::111122223333:role/pipeline
                  artifactStore: {type: S3, location: bucket}
                  stages:
                    - name: Source
                      actions:
                        - name: Files
                          actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                          configuration: {S3Bucket: bucket, S3ObjectKey: shop.zip}
                          outputArtifacts: [{name: Files}]
                        - name: Image
                          actionTypeId: {category: Source, owner: AWS, provider: ECR, version: "1"}
                          configuration: {RepositoryName: web}
                          outputArtifacts: [{name: Image}]
                    - name: Ask
                      actions:
                        - name: Approve
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """, Optional.empty()), Path.of("."))
            .pipeline();

    private static StartOrder order(String source, String type, String detail) {
        AwsEvent event = AwsEvent.of(JsonMapper.shared()
                        .readTree("{\"id\": \"e-1\", \"source\": \"" + source + "\", \"detail-type\": \"" + type
                                + "\", \"detail\": " + detail + "}"))
                .orElseThrow();
        assertThat(ObjectTriggers.mayStart(event)).isTrue();
        assertThat(ObjectTriggers.starts(PIPELINE, event)).isTrue();
        return ObjectTriggers.order(PIPELINE, event);
    }

    @Test
    void anObjectIsTakenInTheVersionThatTheEventNames() {
        assertThat(order(
                                "aws.s3",
                                "Object Created",
                                "{\"bucket\": {\"name\": \"bucket\"}, \"object\": {\"key\": \"shop.zip\","
                                        + " \"version-id\": \"v7\"}}")
                        .sourceRevisions())
                .containsExactly(new SourceRevisionOverride("Files", "v7", Optional.empty()));
        assertThat(order(
                                "aws.s3",
                                "Object Created",
                                "{\"bucket\": {\"name\": \"bucket\"}, \"object\": {\"key\": \"shop.zip\"}}")
                        .sourceRevisions())
                .as("a bucket without versions")
                .isEmpty();
    }

    @Test
    void anImageIsTakenByTheDigestThatTheEventNames() {
        String digest = "sha256:" + "ab".repeat(32);
        assertThat(order(
                                "aws.ecr",
                                "ECR Image Action",
                                "{\"action-type\": \"PUSH\", \"result\": \"SUCCESS\", \"repository-name\": \"web\","
                                        + " \"image-tag\": \"latest\", \"image-digest\": \"" + digest + "\"}")
                        .sourceRevisions())
                .containsExactly(new SourceRevisionOverride("Image", digest, Optional.empty()));
    }
}
