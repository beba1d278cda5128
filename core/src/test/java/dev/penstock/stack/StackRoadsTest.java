package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stack.Road.Recovery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StackRoadsTest {

    private static final Remains HOLDS_DATA =
            new Remains(Set.of("Database"), Set.of("Database"), Set.of(), List.of("Web"));
    private static final Remains FAILED = new Remains(Set.of(), Set.of(), Set.of(), List.of("Web"));

    /** Status, then the road for DEPLOY, REPLACE, PROPOSE, EXECUTE and DELETE where nothing of it holds data. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CREATE_IN_PROGRESS,                           Wait, Wait, Wait, Wait, Wait",
        "CREATE_FAILED,                                DELETE, DELETE, DELETE, Stop, Delete",
        "CREATE_COMPLETE,                              Go, Go, Go, Go, Delete",
        "ROLLBACK_IN_PROGRESS,                         Wait, Wait, Wait, Wait, Wait",
        "ROLLBACK_FAILED,                              DELETE, DELETE, DELETE, Stop, Delete",
        "ROLLBACK_COMPLETE,                            DELETE, DELETE, DELETE, Stop, Delete",
        "DELETE_IN_PROGRESS,                           Wait, Wait, Wait, Wait, Wait",
        "DELETE_FAILED,                                Stop, DELETE, Stop, Stop, Delete",
        "DELETE_COMPLETE,                              Go, Go, Go, Stop, Done",
        "UPDATE_IN_PROGRESS,                           Wait, Wait, Wait, Wait, Wait",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,          Wait, Wait, Wait, Wait, Wait",
        "UPDATE_COMPLETE,                              Go, Go, Go, Go, Delete",
        "UPDATE_FAILED,                                ROLL_BACK, ROLL_BACK, ROLL_BACK, Stop, Delete",
        "UPDATE_ROLLBACK_IN_PROGRESS,                  Wait, Wait, Wait, Wait, Wait",
        "UPDATE_ROLLBACK_FAILED,                       CONTINUE_ROLLBACK, CONTINUE_ROLLBACK, CONTINUE_ROLLBACK, Stop, Delete",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, Wait, Wait, Wait, Wait, Wait",
        "UPDATE_ROLLBACK_COMPLETE,                     Go, Go, Go, Go, Delete",
        "REVIEW_IN_PROGRESS,                           Go, Go, Go, Go, Delete",
        "IMPORT_IN_PROGRESS,                           Wait, Wait, Wait, Wait, Wait",
        "IMPORT_COMPLETE,                              Go, Go, Go, Go, Delete",
        "IMPORT_ROLLBACK_IN_PROGRESS,                  Wait, Wait, Wait, Wait, Wait",
        "IMPORT_ROLLBACK_FAILED,                       Stop, Stop, Stop, Stop, Delete",
        "IMPORT_ROLLBACK_COMPLETE,                     Go, Go, Go, Go, Delete",
        "UNKNOWN,                                      Wait, Wait, Wait, Wait, Wait",
    })
    void everyStatusHasItsRoad(
            StackStatus status, String deploy, String replace, String propose, String execute, String delete) {
        List<String> roads = Stream.of(StackGoal.values())
                .map(goal -> word(road(status, goal, RecoveryPolicy.DEFAULT, FAILED, List.of())))
                .toList();
        assertThat(roads).containsExactly(deploy, replace, propose, execute, delete);
    }

    @Test
    void theTableHasEveryStatus() throws Exception {
        CsvSource table = StackRoadsTest.class
                .getDeclaredMethod(
                        "everyStatusHasItsRoad",
                        StackStatus.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);
        assertThat(Stream.of(table.value()).map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(StackStatus.values()).map(Enum::name).toList());
    }

    static Stream<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (StackStatus status : StackStatus.values()) {
            for (StackGoal goal : StackGoal.values()) {
                for (RecoveryPolicy.Extent extent : RecoveryPolicy.Extent.values()) {
                    all.add(Arguments.of(status, goal, extent));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everyRoadComesToAnEnd(StackStatus status, StackGoal goal, RecoveryPolicy.Extent extent) {
        List<Recovery> tried = new ArrayList<>();
        for (int i = 0; i < Recovery.values().length + 1; i++) {
            Road road = road(status, goal, new RecoveryPolicy(extent, true), FAILED, tried);
            if (!(road instanceof Road.Recover(Recovery recovery, List<String> skip, String why))) {
                return;
            }
            assertThat(tried).doesNotContain(recovery);
            assertThat(why).isNotBlank();
            assertThat(skip).isEqualTo(recovery == Recovery.SKIP_IN_ROLLBACK ? List.of("Web") : List.of());
            tried.add(recovery);
        }
        throw new AssertionError("it goes in a circle");
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatHoldsDataIsDeletedOnlyWhereThatIsAskedForAndAllowed(
            StackStatus status, StackGoal goal, RecoveryPolicy.Extent extent) {
        for (List<Recovery> tried :
                List.of(List.<Recovery>of(), List.of(Recovery.CONTINUE_ROLLBACK, Recovery.SKIP_IN_ROLLBACK))) {
            Road road = road(status, goal, new RecoveryPolicy(extent, false), HOLDS_DATA, tried);
            boolean deletes = road instanceof Road.Recover(Recovery recovery, List<String> skip, String why)
                    && (recovery == Recovery.DELETE || recovery == Recovery.ROLL_BACK);
            if (deletes) {
                assertThat(goal).isEqualTo(StackGoal.REPLACE);
                assertThat(extent).isEqualTo(RecoveryPolicy.Extent.ALL);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aProtectedStackIsNeverDeleted(StackStatus status, StackGoal goal, RecoveryPolicy.Extent extent) {
        Stack stack = stack(status, true, Optional.empty());
        Road road = StackRoads.from(stack, goal, new RecoveryPolicy(extent, true), Remains.NONE, List.of());
        boolean exists = status.phase() != StackStatus.Phase.ABSENT;
        if (exists) {
            assertThat(word(road)).isNotIn("Delete", "DELETE");
        }
    }

    @Test
    void aNestedStackIsLeftToItsParent() {
        Stack stack = stack(StackStatus.UPDATE_COMPLETE, false, Optional.of("arn:root"));
        Road road = StackRoads.from(stack, StackGoal.DEPLOY, RecoveryPolicy.DEFAULT, Remains.NONE, List.of());
        assertThat(road)
                .isInstanceOfSatisfying(
                        Road.Stop.class, stop -> assertThat(stop.why()).contains("arn:root"));
    }

    @Test
    void whatWasKeptIsToldBeforeAStackIsCreatedAnew() {
        Remains kept = new Remains(Set.of(), Set.of(), Set.of("Bucket"), List.of());
        Road road = road(StackStatus.ROLLBACK_COMPLETE, StackGoal.DEPLOY, RecoveryPolicy.DEFAULT, kept, List.of());
        assertThat(road).isInstanceOfSatisfying(Road.Stop.class, stop -> {
            assertThat(stop.why()).contains("Bucket");
            assertThat(stop.command()).isEqualTo("aws cloudformation delete-stack --stack-name shop");
        });
        assertThat(word(road(
                        StackStatus.ROLLBACK_COMPLETE, StackGoal.REPLACE, RecoveryPolicy.DEFAULT, kept, List.of())))
                .isEqualTo("DELETE");
    }

    @Test
    void aRollbackThatFailsAgainNamesWhatCouldBeLeftOut() {
        Road road = road(
                StackStatus.UPDATE_ROLLBACK_FAILED,
                StackGoal.DEPLOY,
                RecoveryPolicy.DEFAULT,
                FAILED,
                List.of(Recovery.CONTINUE_ROLLBACK));
        assertThat(road)
                .isInstanceOfSatisfying(
                        Road.Stop.class,
                        stop -> assertThat(stop.command())
                                .isEqualTo(
                                        "aws cloudformation continue-update-rollback --stack-name shop --resources-to-skip Web"));
    }

    private static Road road(
            StackStatus status, StackGoal goal, RecoveryPolicy policy, Remains remains, Collection<Recovery> tried) {
        return StackRoads.from(stack(status, false, Optional.empty()), goal, policy, remains, tried);
    }

    private static String word(Road road) {
        return switch (road) {
            case Road.Recover(Recovery recovery, List<String> skip, String why) -> recovery.name();
            case Road.Go ignored -> "Go";
            case Road.Delete ignored -> "Delete";
            case Road.Done ignored -> "Done";
            case Road.Wait ignored -> "Wait";
            case Road.Stop ignored -> "Stop";
        };
    }

    private static Stack stack(StackStatus status, boolean isProtected, Optional<String> parent) {
        return new Stack(
                "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1",
                "shop",
                status,
                "",
                List.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                isProtected,
                "NOT_CHECKED",
                parent,
                parent,
                Optional.empty(),
                RollbackConfiguration.NONE,
                Instant.EPOCH,
                Optional.empty());
    }
}
