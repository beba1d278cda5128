package dev.penstock.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.StepFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources from a bucket, where the settings have nothing in its place. */
class BucketSourceTest {

    private static final ObjectLocation OBJECT = new ObjectLocation("sources", "app/shop.zip");
    private static final SourceRepository NONE = new SourceRepository() {
        @Override
        public SourceRevision resolve(SourceLocation location) {
            throw new AssertionError("nothing stands in for the bucket");
        }

        @Override
        public void export(SourceLocation location, SourceRevision wanted, Path bundle) {
            throw new AssertionError("nothing stands in for the bucket");
        }
    };

    @TempDir
    Path folder;

    private final FakeBuckets buckets = new FakeBuckets();

    private void put(String content) throws IOException {
        Path zip = folder.resolve("put.zip");
        new BundleWriter().file("app.txt", content).write(zip);
        buckets.put(OBJECT, Files.readAllBytes(zip), "Release " + content);
    }

    private StepFixture fixture() {
        return new StepFixture(
                new ActionDeclaration(
                        "Fetch",
                        new ActionTypeId(ActionCategory.SOURCE, ActionOwner.AWS, "S3", "1"),
                        1,
                        Map.of("S3Bucket", OBJECT.bucket(), "S3ObjectKey", OBJECT.key()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new OutputArtifact("App")),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()),
                folder);
    }

    private SourceAction action() {
        return SourceAction.s3(SourceMapping.of(Map.of()), NONE, buckets);
    }

    private SourceConfiguration configuration(StepFixture step) {
        ActionConfiguration read = ActionConfiguration.resolved(step.declaration());
        SourceConfiguration configuration = action().configure(read);
        assertThat(read.problems()).isEmpty();
        return configuration;
    }

    private SourceState pinned(StepFixture step) throws IOException {
        SourceConfiguration configuration = configuration(step);
        return ((StepResult.Next<SourceState>) action().step(step, configuration, action().begin(configuration)))
                .state();
    }

    private ActionResult brought(StepFixture step, SourceState state) throws IOException {
        return ((StepResult.Succeed<SourceState>) action().step(step, configuration(step), state)).result();
    }

    @Test
    void theVersionIsPinnedBeforeItsFilesAreBrought() throws IOException {
        buckets.versioned(OBJECT.bucket());
        put("one");
        StepFixture step = fixture();
        SourceState state = pinned(step);
        put("two");

        for (int again = 0; again < 2; again++) {
            ActionResult result = brought(step, state);
            assertThat(step.stored(result, "App", "app.txt")).isEqualTo("one");
            assertThat(result.variables())
                    .containsEntry("VersionId", "v1")
                    .containsEntry("BucketName", "sources")
                    .containsEntry("ObjectKey", "app/shop.zip")
                    .containsKey("ETag")
                    .hasSize(4);
            assertThat(result.summary()).isEqualTo("Release one");
        }
    }

    @Test
    void theVersionThatTheExecutionWasStartedForIsTaken() throws IOException {
        buckets.versioned(OBJECT.bucket());
        put("one");
        put("two");
        StepFixture step = fixture().startedFor("v1");
        assertThat(step.stored(brought(step, pinned(step)), "App", "app.txt")).isEqualTo("one");

        StepFixture gone = fixture().startedFor("v9");
        assertThat(catchThrowableOfType(SourceException.class, () -> pinned(gone)))
                .hasMessageContaining("There is no object s3://sources/app/shop.zip of the version 'v9'.");
    }

    @Test
    void anObjectWithoutVersionsThatWasReplacedMeanwhileIsNotTaken() throws IOException {
        put("one");
        StepFixture step = fixture();
        SourceState state = pinned(step);
        put("two");
        assertThat(catchThrowableOfType(RuntimeException.class, () -> brought(step, state)))
                .hasMessageContaining("has other bytes by now");
    }

    @Test
    void whatIsNoZipOrNotThereIsSaid() throws IOException {
        assertThat(catchThrowableOfType(SourceException.class, () -> pinned(fixture())))
                .hasMessageContaining("There is no object s3://sources/app/shop.zip. Put a ZIP file there");

        buckets.put(OBJECT, "no zip".getBytes(StandardCharsets.UTF_8), "");
        StepFixture step = fixture();
        SourceState state = pinned(step);
        assertThat(catchThrowableOfType(SourceException.class, () -> brought(step, state)))
                .hasMessageContaining("is no ZIP file that can be taken");
    }
}
