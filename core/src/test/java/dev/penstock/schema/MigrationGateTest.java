package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.testing.FaultyJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrations of a schema that others need: 3 takes away what 2 has replaced. */
@Timeout(60)
final class MigrationGateTest {

    private static final Pipeline MIGRATE_2 = SchemaWorld.pipeline("migrations", SchemaWorld.migrate("2"));
    private static final Pipeline MIGRATE_3 = SchemaWorld.pipeline("migrations", SchemaWorld.migrate("3"));

    @TempDir
    private Path folder;

    private SchemaWorld world() {
        SchemaWorld world = new SchemaWorld(folder);
        world.contracts.put("3", "2");
        return world;
    }

    private static ActionFailure failure(ExecutionState state) {
        return SchemaWorld.failure(state, "Stage1");
    }

    @Test
    void aMigrationThatTakesAwayWhatStillRunsIsRefusedBeforeItBegins() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");

        ExecutionState ended = world.run(MIGRATE_3, "1");

        assertThat(ended.outcome()).contains(Outcome.FAILED);
        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-005");
        assertThat(failure(ended).message()).contains("'orders'", "Nothing was migrated");
        assertThat(failure(ended).details())
                .containsExactly(
                        "What runs at shop/Stage1/deploy is written for '1', and migration '3' needs '2' at least.");
        assertThat(world.applied).containsExactly("1", "2");
    }

    @Test
    void itIsAppliedOnceNothingThatRunsNeedsIt() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");
        world.release("second", "2");

        ExecutionState ended = world.run(MIGRATE_3, "1");

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(world.applied).containsExactly("1", "2", "3");
        assertThat(((ActionPhase.Succeeded) SchemaWorld.phase(ended, "Stage1"))
                        .result()
                        .variables())
                .containsEntry("SchemaContracts", "{\"3\":\"2\"}");
    }

    @Test
    void migrationsThatOnlyExpandWaitForNobody() throws Exception {
        SchemaWorld world = world();
        world.contracts.clear();
        world.release("first", "1");

        assertThat(world.run(MIGRATE_2, "1").outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void aContractThatWasAppliedLongAgoHoldsUpNoOther() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2", "3"));
        world.unrecorded = Optional.of("1");

        assertThat(world.run(SchemaWorld.pipeline("migrations", SchemaWorld.migrate("4")), "2")
                        .outcome())
                .contains(Outcome.SUCCEEDED);
    }

    @Test
    void aNewDatabaseHasNobodyWhoNeedsIt() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.clear();

        assertThat(world.run(MIGRATE_2, "1").outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatAReleaseTookBackStillNeedsItsOldShape() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");
        world.shelf.failAt(new ReleaseStep.Finish(), Aftermath.CHANGED);
        assertThat(world.release("second", "2").outcome()).contains(Outcome.ROLLED_BACK);

        assertThat(failure(world.run(MIGRATE_3, "1")).code()).isEqualTo("PEN-SCHEMA-005");
    }

    @Test
    void aStageOfTheSamePipelineThatWasNeverDeployedToByARecordIsNotPassedOver() throws Exception {
        SchemaWorld world = world();
        Pipeline both = SchemaWorld.pipeline("shop", SchemaWorld.migrate("3"), SchemaWorld.deploy("new"));
        world.applied.add("2");

        ExecutionState refused = world.run(both, "2");
        world.unrecorded = Optional.of("2");
        ExecutionState passed = world.run(both, "2");

        assertThat(failure(refused).details())
                .singleElement()
                .asString()
                .contains("What runs at shop/Stage2/deploy", "not recorded", "'unrecorded'");
        assertThat(passed.outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void whatAPipelineDoesNotDeployAnyMoreCountsForNothing() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");
        world.run(SchemaWorld.pipeline("shop", SchemaWorld.migrate("2")), "1");

        assertThat(world.run(MIGRATE_3, "1").outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void aReleaseThatIsUnderWayIsWaitedFor() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");
        world.settings = ReleaseSettingsBuilder.of("blueGreen").goOnAtTraffic().build();
        Pipeline both = SchemaWorld.pipeline("shop", SchemaWorld.deploy("second"), SchemaWorld.migrate("3"));
        AtomicReference<String> waited = new AtomicReference<>("");
        world.whenProgressed = (id, summary) -> {
            if (summary.startsWith("waits before migration")) {
                waited.set(summary);
                assertThat(world.applied).doesNotContain("3");
            }
        };

        ExecutionState ended = world.run(both, "2");

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(waited.get()).isEqualTo("waits before migration '3': shop/Stage1/deploy is being released");
        assertThat(world.applied).contains("3");
    }

    @Test
    void aHistoryThatCannotBeReadLetsNothingBegin() throws Exception {
        SchemaWorld world = world();
        world.isAway = true;

        assertThat(failure(world.run(MIGRATE_2, "1")).code()).isEqualTo("PEN-SCHEMA-004");
    }

    static IntStream appends() {
        return IntStream.rangeClosed(2, 8);
    }

    @ParameterizedTest(name = "dies around append {0}")
    @MethodSource("appends")
    void theGateHoldsWhereverARunnerDies(int append) throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.applied.add("2");
        for (boolean passes : List.of(false, true)) {
            if (passes) {
                world.release("second", "2");
            }
            ExecutionState ended = dying(world, append);

            assertThat(ended.outcome()).contains(passes ? Outcome.SUCCEEDED : Outcome.FAILED);
            assertThat(world.applied.contains("3")).isEqualTo(passes);
        }
    }

    private static ExecutionState dying(SchemaWorld world, int append) throws Exception {
        var mortal = new FaultyJournal(world.journal);
        if (append % 2 == 0) {
            mortal.dieBefore(append / 2 + 1);
        } else {
            mortal.dieAfter(append / 2 + 1);
        }
        try (Engine one = world.engine(mortal, "one", "1")) {
            try {
                one.start(MIGRATE_3, StartRequest.by("ann"));
            } catch (JournalException e) {
                assertThat(mortal.isDead()).isTrue();
            }
            ExecutionId id =
                    world.journal.list(ExecutionQuery.newest(1)).getFirst().id();
            var reader = new ExecutionReader(world.journal);
            while (reader.state(id).orElseThrow().outcome().isEmpty() && !mortal.isDead()) {
                Thread.onSpinWait();
            }
            if (reader.state(id).orElseThrow().outcome().isPresent()) {
                return reader.state(id).orElseThrow();
            }
            try (Engine two = world.engine(world.journal, "two", "1")) {
                two.resume(id);
                return world.await(two, id);
            }
        }
    }
}
