package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.Instruction;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases to a shelf whose versions need a database's schema. */
@Timeout(60)
final class SchemaReleaseTest {

    private static final String STAGE = "Stage1";

    @TempDir
    private Path folder;

    private SchemaWorld world() {
        return new SchemaWorld(folder);
    }

    private static ActionFailure failure(ExecutionState state) {
        return SchemaWorld.failure(state, STAGE);
    }

    @Test
    void aRevisionWhoseMigrationIsMissingIsRefusedBeforeAnythingMoves() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = world.release("new", "2");

        assertThat(ended.outcome()).contains(Outcome.FAILED);
        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-001");
        assertThat(failure(ended).message()).contains("'2'", "'orders'", "its newest is '1'");
        assertThat(world.shelf.effects()).isEmpty();
    }

    @Test
    void aRevisionThatIsTooOldForTheSchemaIsRefusedAndWhatRollsForwardIsNamed() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2", "3"));
        world.contracts.put("3", "2");

        ExecutionState ended = world.release("new", "1");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-001");
        assertThat(failure(ended).message())
                .contains(
                        "migration '3' has taken away",
                        "Roll forward: release a revision that is written for '2' or later");
        assertThat(world.shelf.effects()).isEmpty();
    }

    @Test
    void whatWasReleasedIsRecordedWithWhatItWasWrittenFor() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2", "3"));
        world.contracts.put("3", "2");
        world.unrecorded = Optional.of("2");

        ExecutionState ended = world.release("new", "3");

        assertThat(((ActionPhase.Succeeded) SchemaWorld.phase(ended, STAGE))
                        .result()
                        .variables())
                .containsEntry("SchemaName", "orders")
                .containsEntry("SchemaWrittenFor", "3")
                .containsEntry("SchemaContracts", "{\"3\":\"2\"}");
    }

    /** Breaks the canary while it bakes, after something was done to the database. */
    private static BiConsumer<ExecutionId, String> breaking(SchemaWorld world, Runnable before) {
        return (id, summary) -> {
            if (summary.contains("bake")) {
                before.run();
                world.shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
                world.whenProgressed = (other, words) -> {};
            }
        };
    }

    @Test
    void aBadRevisionIsTakenBackWhereTheSchemaWasOnlyExpanded() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.contracts.put("3", "2");
        world.whenProgressed = breaking(world, () -> world.applied.add("2"));

        ExecutionState ended = world.release("second", "1");

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(world.shelf.live()).contains("first");
    }

    @Test
    void aBadRevisionIsTakenBackOntoASchemaThatWasContractedForItLongAgo() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2", "3"));
        world.contracts.put("3", "2");
        world.unrecorded = Optional.of("2");
        world.release("first", "2");
        world.unrecorded = Optional.empty();
        world.whenProgressed = breaking(world, () -> {});

        assertThat(world.release("second", "3").outcome()).contains(Outcome.ROLLED_BACK);
    }

    /** Releases onto a schema that is contracted while the canary bakes, and breaks it; then something is done once it is held. */
    private ExecutionState held(SchemaWorld world, BiConsumer<Engine, ExecutionId> then) throws Exception {
        world.applied.add("2");
        world.contracts.put("3", "2");
        world.release("first", "1");
        AtomicReference<Engine> engine = new AtomicReference<>();
        BiConsumer<ExecutionId, String> whenHeld = (id, summary) -> {
            if (summary.contains("held, as there is no way back")) {
                world.whenProgressed = (other, words) -> {};
                then.accept(engine.get(), id);
            }
        };
        world.whenProgressed = (id, summary) -> {
            if (summary.contains("bake")) {
                world.applied.add("3");
                world.shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
                world.whenProgressed = whenHeld;
            }
        };
        try (Engine made = world.engine(world.journal, "runner", "2")) {
            engine.set(made);
            ExecutionId id =
                    made.start(SchemaWorld.pipeline("shop", SchemaWorld.deploy("second")), StartRequest.by("ann"));
            return world.await(made, id);
        }
    }

    @Test
    void aBadRevisionIsHeldWhereWhatRanBeforeDoesNotWorkAnyMoreAndLeftWhenSomebodyRejects() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = held(world, (engine, id) -> engine.send(id, SchemaWorld.answer(false, "we mend it")));

        assertThat(ended.outcome()).contains(Outcome.FAILED);
        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(failure(ended).message())
                .contains("The shelf fell down.", "left as it is", "What ran before is written for migration '1'")
                .contains("Roll forward: release a revision that is written for '2' or later");
        assertThat(world.shelf.effects()).endsWith("10 % of requests", "let go").doesNotContain("roll back");
    }

    @Test
    void aHeldReleaseRollsForwardWhenSomebodyApproves() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = held(world, (engine, id) -> {
            world.shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
            engine.send(id, SchemaWorld.answer(true, "the old one is worse"));
            world.whenProgressed = (other, summary) -> {
                if (summary.contains("rolls forward")) {
                    world.shelf.become(new Condition.Well());
                }
            };
        });

        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(world.shelf.live()).contains("second");
        assertThat(world.log).contains("Rolls forward, by bob: the old one is worse.");
    }

    @Test
    void aHeldReleaseGoesBackByItselfOnceTheSchemaLetsIt() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = held(world, (engine, id) -> world.applied.remove("3"));

        assertThat(ended.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(world.shelf.live()).contains("first");
    }

    @Test
    void aHeldReleaseThatNobodyAnswersEndsInItsTimeAndIsLeft() throws Exception {
        SchemaWorld world = world();
        world.settings =
                ReleaseSettingsBuilder.of("canary").timeout(Duration.ofHours(2)).build();

        ExecutionState ended = held(world, (engine, id) -> {});

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(world.shelf.effects()).doesNotContain("roll back");
    }

    @Test
    void nobodyTakesBackWhatTheSchemaDoesNotLet() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = held(world, (engine, id) -> {
            engine.instruct(id, Optional.empty(), SchemaWorld.told(Instruction.Kind.ROLL_BACK));
            engine.send(id, SchemaWorld.answer(false, ""));
        });

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(world.log)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "Told to roll back by bob. It is not. What ran before is written for migration '1'"));
        assertThat(world.shelf.effects()).doesNotContain("roll back");
    }

    @Test
    void aReleaseThatIsAbandonedIsLeftWhereItIs() throws Exception {
        SchemaWorld world = world();

        ExecutionState ended = held(world, (engine, id) -> engine.send(id, new Signal.Stop(true, "", "bob")));

        assertThat(ended.outcome()).contains(Outcome.STOPPED);
        assertThat(world.shelf.effects()).endsWith("let go").doesNotContain("abandon");
    }

    @Test
    void aVerdictIsHeldToo() throws Exception {
        SchemaWorld world = world();
        world.settings = ReleaseSettingsBuilder.of("canary").judged().build();
        AtomicReference<Decision> decision = new AtomicReference<>(new Decision.Promote());
        world.judge = (release, bake, arms, share) -> {
            assertThat(bake.memory().lines())
                    .as("goes on from before the verdict")
                    .isEmpty();
            return new Judgement(
                    bake.memory(), decision.get(), world.clock.instant().plusSeconds(10), "So it is.");
        };
        world.applied.add("2");
        world.contracts.put("3", "2");
        world.release("first", "1");
        world.applied.add("3");
        world.log.clear();
        decision.set(new Decision.RollBack(new Decision.Cause.ClosedGate("stock", "It is low.")));
        world.settings = ReleaseSettingsBuilder.of("canary")
                .judged()
                .timeout(Duration.ofHours(1))
                .build();

        ExecutionState ended = world.release("second", "2");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(failure(ended).details()).anySatisfy(line -> assertThat(line).startsWith("PEN-RELEASE-"));
        assertThat(world.log)
                .anySatisfy(line -> assertThat(line).startsWith("There is no way back from this release."));
    }

    @Test
    void aStepThatFailsWithNoWayBackEndsTheReleaseAtOnce() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2"));
        world.contracts.put("3", "2");
        world.release("first", "1");
        world.applied.add("3");
        world.shelf.failAt(new ReleaseStep.ScaleUp(Share.ALL), Aftermath.CHANGED);

        ExecutionState ended = world.release("second", "2");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(failure(ended).message()).contains("The step 'scale up' failed.");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNoReasonToGoBackOntoIt() throws Exception {
        SchemaWorld world = world();
        world.release("first", "1");
        world.whenProgressed = breaking(world, () -> world.isAway = true);
        world.settings =
                ReleaseSettingsBuilder.of("canary").timeout(Duration.ofHours(1)).build();

        ExecutionState ended = world.release("second", "1");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(failure(ended).message()).contains("cannot be told", "the database is away");
    }

    @Test
    void aDatabaseThatDoesNotAnswerLetsNothingBegin() throws Exception {
        SchemaWorld world = world();
        world.isAway = true;

        ExecutionState ended = world.release("new", "1");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-004");
        assertThat(world.shelf.effects()).isEmpty();
    }

    @Test
    void whatNobodyRecordedIsNotTakenBackUnlessTheSettingsSayWhatItWasWrittenFor() throws Exception {
        for (boolean said : List.of(false, true)) {
            SchemaWorld world = world();
            world.applied.addAll(List.of("2", "3"));
            world.contracts.put("3", "2");
            world.unrecorded = said ? Optional.of("2") : Optional.empty();
            world.settings = ReleaseSettingsBuilder.of("canary")
                    .timeout(Duration.ofHours(1))
                    .build();
            world.whenProgressed = breaking(world, () -> {});

            ExecutionState ended = world.release("new", "3");

            assertThat(ended.outcome()).contains(said ? Outcome.ROLLED_BACK : Outcome.FAILED);
            if (!said) {
                assertThat(failure(ended).message()).contains("is not recorded", "'unrecorded'");
            }
        }
    }

    @Test
    void settingsOfAnOlderCommitDoNotMakeItForgetWhatWasTakenAway() throws Exception {
        SchemaWorld world = world();
        world.applied.addAll(List.of("2", "3"));
        world.contracts.put("3", "2");
        world.release("first", "2");
        world.contracts.clear();

        ExecutionState ended = world.release("older", "1");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-001");
        assertThat(failure(ended).message()).contains("migration '3' has taken away");
    }

    @Test
    void aStageGoesBackToNoRevisionThatTheSchemaHasLeftBehind() throws Exception {
        SchemaWorld world = world();
        var goingBack = new FailureHandling(Optional.of("ROLLBACK"), Optional.empty(), Optional.empty());
        var stage = new StageDeclaration(
                STAGE,
                List.of(SchemaWorld.deploy("new"), SchemaWorld.migrate("3")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(goingBack));
        world.isIdle = true;
        world.run(SchemaWorld.pipeline("shop", List.of(stage)), "1");
        world.applied.add("2");
        world.contracts.put("3", "2");
        world.isIdle = false;
        world.failsAfterMigrating = true;

        ExecutionState ended = world.run(SchemaWorld.pipeline("shop", List.of(stage)), "2");

        assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-001");
        assertThat(failure(ended).message())
                .contains("It is written for migration '1'", "migration '3' has taken away");
    }

    static IntStream appends() {
        return IntStream.rangeClosed(2, 15);
    }

    /** One runner dies anywhere, another goes on: held by both, never taken back. */
    @ParameterizedTest(name = "dies around append {0}")
    @MethodSource("appends")
    void aHeldReleaseIsHeldWhereverARunnerDies(int append) throws Exception {
        SchemaWorld world = world();
        world.applied.add("2");
        world.contracts.put("3", "2");
        world.release("first", "1");
        world.applied.add("3");
        world.shelf.become(new Condition.Broken(ActionFailure.failed("SHELF-3", "The shelf fell down.")));
        world.settings =
                ReleaseSettingsBuilder.of("linear").timeout(Duration.ofHours(3)).build();
        var mortal = new FaultyJournal(world.journal);
        if (append % 2 == 0) {
            mortal.dieBefore(append / 2 + 1);
        } else {
            mortal.dieAfter(append / 2 + 1);
        }
        var pipeline = SchemaWorld.pipeline("shop", SchemaWorld.deploy("second"));
        try (Engine one = world.engine(mortal, "one", "2")) {
            try {
                one.start(pipeline, StartRequest.by("ann"));
            } catch (JournalException e) {
                assertThat(mortal.isDead()).isTrue();
            }
            ExecutionId id =
                    world.journal.list(ExecutionQuery.newest(1)).getFirst().id();
            var reader = new ExecutionReader(world.journal);
            while (reader.state(id).orElseThrow().outcome().isEmpty() && !mortal.isDead()) {
                world.clock.advance(Duration.ofSeconds(30));
            }
            if (reader.state(id).orElseThrow().outcome().isEmpty()) {
                try (Engine two = world.engine(world.journal, "two", "2")) {
                    two.resume(id);
                    world.await(two, id);
                }
            }
            ExecutionState ended = reader.state(id).orElseThrow();

            assertThat(failure(ended).code()).isEqualTo("PEN-SCHEMA-002");
            assertThat(world.shelf.effects()).doesNotContain("roll back");
        }
    }
}
