package dev.penstock.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.StepFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceActionTest {

    private static final String ID = "0123456789012345678901234567890123456789";
    private static final SourceRevision GIT = new SourceRevision(
            ID,
            "01234567 Say hello",
            Optional.of(new SourceRevision.Commit(
                    ID, "Say hello\n\nAt length.", "2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z", "main")));
    private static final SourceRevision FOLDER =
            new SourceRevision("sha256:" + "ab".repeat(32), "folder app at abababababab", Optional.empty());
    private static final SourceMapping MAPPING =
            SourceMapping.of(Map.of("Fetch", new SourceLocation.Directory(Path.of("app"))));

    @TempDir
    Path folder;

    private SourceRevision revision = GIT;

    /** Knows one revision, whatever it is asked for. */
    private final SourceRepository repository = new SourceRepository() {
        @Override
        public SourceRevision resolve(SourceLocation location) {
            return revision;
        }

        @Override
        public void export(SourceLocation location, SourceRevision wanted, Path bundle) throws IOException {
            new BundleWriter().file("revision", wanted.revisionId()).write(bundle);
        }
    };

    @Test
    void aConnectionPutsOutItsVariables() throws Exception {
        assertThat(run(SourceAction::codeStarSourceConnection, connection()).variables())
                .isEqualTo(Map.of(
                        "AuthorDate", "2026-01-02T03:04:05Z",
                        "BranchName", "main",
                        "CommitId", ID,
                        "CommitMessage", "Say hello\n\nAt length.",
                        "ConnectionArn", "arn:aws:codestar-connections:eu-west-1:123456789012:connection/x",
                        "FullRepositoryName", "acme/shop"));
    }

    @Test
    void gitHubPutsOutItsVariables() throws Exception {
        assertThat(run(
                                SourceAction::gitHub,
                                Map.of("Owner", "acme", "Repo", "shop", "Branch", "main", "OAuthToken", "****"))
                        .variables())
                .containsEntry("CommitUrl", "https://github.com/acme/shop/commit/" + ID)
                .containsEntry("RepositoryName", "shop")
                .containsEntry("CommitterDate", "2026-01-02T04:04:05Z")
                .containsOnlyKeys(
                        "AuthorDate",
                        "BranchName",
                        "CommitId",
                        "CommitMessage",
                        "CommitterDate",
                        "CommitUrl",
                        "RepositoryName");
    }

    @Test
    void codeCommitPutsOutItsVariables() throws Exception {
        assertThat(run(SourceAction::codeCommit, Map.of("RepositoryName", "shop", "BranchName", "main"))
                        .variables())
                .containsOnlyKeys(
                        "AuthorDate", "BranchName", "CommitId", "CommitMessage", "CommitterDate", "RepositoryName");
    }

    @Test
    void aFolderHasACommitIdThatCanBeATagAndTheBranchOfTheDefinition() throws Exception {
        revision = FOLDER;
        assertThat(run(SourceAction::codeStarSourceConnection, connection()).variables())
                .containsEntry("CommitId", "ab".repeat(20))
                .containsEntry("BranchName", "main")
                .containsEntry("AuthorDate", "2026-05-06T07:08:09Z");
        assertThat(run(
                                (mapping, sources) -> SourceAction.s3(mapping, sources, new FakeBuckets()),
                                Map.of("S3Bucket", "b", "S3ObjectKey", "k.zip"))
                        .variables())
                .isEqualTo(Map.of(
                        "BucketName",
                        "b",
                        "ObjectKey",
                        "k.zip",
                        "ETag",
                        "ab".repeat(20),
                        "VersionId",
                        "ab".repeat(20)));
    }

    @Test
    void theRevisionStaysPinnedWhateverHappensAtTheSource() throws Exception {
        SourceAction action = SourceAction.codeStarSourceConnection(MAPPING, repository);
        var step = new StepFixture(declaration(connection()), folder);
        SourceConfiguration configuration = action.configure(ActionConfiguration.resolved(step.declaration()));
        var next = (StepResult.Next<SourceState>) action.step(step, configuration, action.begin(configuration));
        revision = FOLDER;

        for (int again = 0; again < 2; again++) {
            var done = (StepResult.Succeed<SourceState>) action.step(step, configuration, next.state());
            assertThat(step.stored(done.result(), "App", "revision")).isEqualTo(ID);
        }
    }

    @Test
    void aSourceThatNothingStandsInForIsSaidBeforeAnythingStarts() {
        SourceAction action = SourceAction.codeStarSourceConnection(SourceMapping.of(Map.of()), repository);
        ActionConfiguration configuration = ActionConfiguration.declared(declaration(connection()));

        action.configure(configuration);

        assertThat(configuration.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("FullRepositoryId");
            assertThat(problem.message()).contains("'acme/shop'", "'Fetch'");
            assertThat(problem.hint()).contains("sources: {Fetch: {directory: ./path}}");
        });
    }

    @Test
    void aCloneReferenceIsHandedOnAsFilesAndSaidSo() throws Exception {
        var keys = new HashMap<>(connection());
        keys.put("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
        SourceAction action = SourceAction.codeStarSourceConnection(MAPPING, repository);
        var step = new StepFixture(declaration(keys), folder);

        action.step(step, action.configure(ActionConfiguration.resolved(step.declaration())), new SourceState.Begun());

        assertThat(step.log).first().asString().contains("CODEBUILD_CLONE_REF").contains("without the Git history");
    }

    private ActionResult run(
            BiFunction<SourceMapping, SourceRepository, SourceAction> provider, Map<String, String> keys)
            throws IOException {
        SourceAction action = provider.apply(MAPPING, repository);
        var step = new StepFixture(declaration(keys), folder);
        ActionConfiguration read = ActionConfiguration.resolved(step.declaration());
        SourceConfiguration configuration = action.configure(read);
        assertThat(read.problems()).isEmpty();
        var next = (StepResult.Next<SourceState>) action.step(step, configuration, action.begin(configuration));
        return ((StepResult.Succeed<SourceState>) action.step(step, configuration, next.state())).result();
    }

    private static Map<String, String> connection() {
        return Map.of(
                "ConnectionArn", "arn:aws:codestar-connections:eu-west-1:123456789012:connection/x",
                "FullRepositoryId", "acme/shop",
                "BranchName", "main",
                "DetectChanges", "false");
    }

    private static ActionDeclaration declaration(Map<String, String> keys) {
        return new ActionDeclaration(
                "Fetch",
                SourceAction.codeCommit(MAPPING, NONE).type(),
                1,
                keys,
                List.of(),
                List.of(),
                List.of(),
                List.of(new OutputArtifact("App")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static final SourceRepository NONE = new SourceRepository() {
        @Override
        public SourceRevision resolve(SourceLocation location) {
            return FOLDER;
        }

        @Override
        public void export(SourceLocation location, SourceRevision wanted, Path bundle) {}
    };
}
