package dev.penstock.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.engine.Engine;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.PackAction;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A site is put into a bucket and a function is told, while runners die at each append. */
@Timeout(60)
class SurvivedDeploymentTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Pattern JOB = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    private final FakeBuckets buckets = new FakeBuckets();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final FakeFunctions functions = new FakeFunctions(() -> NOON);
    private final Set<String> jobs = new LinkedHashSet<>();

    private Engine engine(Journal journal, String runner) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve(runner))
                .providers(List.of(
                        new PackAction(),
                        new BucketDeployAction(buckets, 2),
                        new FunctionInvokeAction(
                                functions, new BuildExchange(buckets, Optional.empty(), artifact -> Optional.empty()))))
                .clock(new VirtualClock(NOON))
                .runner(new RunnerId(runner))
                .build();
    }

    private static ActionDeclaration action(
            String name,
            ActionTypeId type,
            Map<String, String> configuration,
            List<String> inputs,
            List<OutputArtifact> outputs) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                inputs,
                outputs,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static Pipeline pipeline() {
        ActionDeclaration make = action(
                "Make",
                PackAction.TYPE,
                Map.of("a.css", "1", "b.js", "2", "c.svg", "3", "index.html", "4", "more.html", "5"),
                List.of(),
                List.of(new OutputArtifact("Site")));
        ActionDeclaration put = action(
                "Put",
                BucketDeployAction.TYPE,
                Map.of("BucketName", "shop-site", "Extract", "true", "ObjectKey", "{uuid}"),
                List.of("Site"),
                List.of());
        ActionDeclaration tell =
                action("Tell", FunctionInvokeAction.TYPE, Map.of("FunctionName", "tell"), List.of(), List.of());
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration("Make", List.of(make)),
                        new StageDeclaration("Put", List.of(put)),
                        new StageDeclaration("Tell", List.of(tell))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(1, 10);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void eachFileIsThereOnceAndTheFunctionKnowsItsJobAgain(RunnerDeath death) throws Exception {
        functions.answer(functions.add("tell", PackageType.ZIP, "live"), event -> {
            Matcher job = JOB.matcher(event);
            assertThat(job.find()).isTrue();
            jobs.add(job.group(1));
            return event.contains("continuationToken") ? "{}" : "{\"continuationToken\": \"half\"}";
        });

        Optional<ExecutionState> end = death.survived(pipeline(), this::engine, () -> {});

        if (end.isPresent()) {
            assertThat(end.get().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(buckets.locations()).hasSize(5);
            assertThat(buckets.locations().stream().map(ObjectLocation::key).map(key -> key.substring(0, 36)))
                    .as("one key for all")
                    .containsOnly(buckets.locations().iterator().next().key().substring(0, 36));
            assertThat(jobs).as("one job, and one that goes on").hasSize(2);
        }
    }
}
