package dev.penstock.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Trigger;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SourceRevisionOverrideTest {

    private static final String PUSHED = "a".repeat(40);
    private static final SourceLocation MAIN = new SourceLocation.Git(
            "https://example.org/shop.git", new SourceLocation.GitReference.Branch("main"), Optional.empty());

    @TempDir
    Path folder;

    private final List<SourceLocation> asked = Collections.synchronizedList(new ArrayList<>());

    @Test
    void anExecutionTakesTheCommitThatItWasStartedForAndTellsItsBranch() throws Exception {
        var override = new SourceRevisionOverride("Fetch", PUSHED, Optional.of("feature/x y"));

        ExecutionState ended = run(SourceRevisionOverride.labels(List.of(override)));

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(location -> assertThat(((SourceLocation.Git) location).reference())
                        .isEqualTo(new SourceLocation.GitReference.Commit(PUSHED)));
        assertThat(variables(ended)).containsEntry("BranchName", "feature/x y");
    }

    @Test
    void withoutOneOrWithOneOfAnotherActionTheNewestOfTheBranchIsTaken() throws Exception {
        var other = new SourceRevisionOverride("Other", PUSHED, Optional.empty());

        ExecutionState ended = run(SourceRevisionOverride.labels(List.of(other)));

        assertThat(asked).isNotEmpty().containsOnly(MAIN);
        assertThat(variables(ended)).containsEntry("BranchName", "main");
    }

    @Test
    void labelsKeepAnOverrideWhole() {
        var plain = new SourceRevisionOverride("Fetch", PUSHED, Optional.empty());
        assertThat(SourceRevisionOverride.of(SourceRevisionOverride.labels(List.of(plain)), "Fetch"))
                .contains(plain);
    }

    private static Map<String, String> variables(ExecutionState ended) {
        return ((ActionPhase.Succeeded) ended.stage("Source")
                        .orElseThrow()
                        .action("Fetch")
                        .orElseThrow()
                        .phase())
                .result()
                .variables();
    }

    private ExecutionState run(Map<String, String> labels) throws Exception {
        SourceRepository repository = new SourceRepository() {
            @Override
            public SourceRevision resolve(SourceLocation location) {
                asked.add(location);
                return new SourceRevision(PUSHED, "", Optional.of(new SourceRevision.Commit(PUSHED, "", "", "", "")));
            }

            @Override
            public void export(SourceLocation location, SourceRevision revision, Path bundle) throws IOException {
                asked.add(location);
                new BundleWriter().file("a", "b").write(bundle);
            }
        };
        try (Engine engine = Engine.builder(new InMemoryJournal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(SourceAction.all(SourceMapping.of(Map.of("Fetch", MAIN)), repository, new FakeBuckets()))
                .build()) {
            ExecutionId id = engine.start(pipeline(), new StartRequest(Trigger.startedBy("ann"), Map.of(), labels));
            return engine.whenEnded(id).get(20, TimeUnit.SECONDS);
        }
    }

    private static Pipeline pipeline() {
        var fetch = new ActionDeclaration(
                "Fetch",
                SourceAction.all(SourceMapping.of(Map.of()), new NoRepository(), new FakeBuckets())
                        .getFirst()
                        .type(),
                1,
                Map.of("ConnectionArn", "arn:aws:x", "FullRepositoryId", "acme/shop", "BranchName", "main"),
                List.of(),
                List.of(),
                List.of(),
                List.of(new OutputArtifact("Files", List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Source", List.of(fetch))),
                ExecutionMode.PARALLEL,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static final class NoRepository implements SourceRepository {

        @Override
        public SourceRevision resolve(SourceLocation location) throws IOException {
            throw new IOException("nothing is asked for");
        }

        @Override
        public void export(SourceLocation location, SourceRevision revision, Path bundle) throws IOException {
            throw new IOException("nothing is asked for");
        }
    }
}
