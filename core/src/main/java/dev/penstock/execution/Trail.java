package dev.penstock.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The last facts of an execution, for the message of an illegal transition. Not part of the state's value. */
final class Trail {

    static final Trail EMPTY = new Trail(null, null, 0);

    private static final int LONGEST = 32;
    private static final int KEPT = 16;

    private final @Nullable Trail before;
    private final @Nullable ExecutionEvent event;
    private final int length;

    private Trail(@Nullable Trail before, @Nullable ExecutionEvent event, int length) {
        this.before = before;
        this.event = event;
        this.length = length;
    }

    Trail then(ExecutionEvent next) {
        Trail base = length < LONGEST ? this : shortened();
        return new Trail(base, next, base.length + 1);
    }

    private Trail shortened() {
        Trail result = EMPTY;
        for (ExecutionEvent kept : last(KEPT)) {
            result = new Trail(result, kept, result.length + 1);
        }
        return result;
    }

    private Deque<ExecutionEvent> last(int count) {
        Deque<ExecutionEvent> events = new ArrayDeque<>();
        for (Trail at = this; at != null && at.event != null && events.size() < count; at = at.before) {
            events.addFirst(at.event);
        }
        return events;
    }

    @Override
    public String toString() {
        var text = new StringJoiner(" -> ");
        last(KEPT).forEach(each -> text.add(describe(each)));
        return text.toString();
    }

    static String describe(ExecutionEvent event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case ExecutionEvent.ActionInstructed told ->
                name + "(" + told.stage() + "/" + told.action() + " #" + told.attempt() + " "
                        + told.instruction().kind() + ")";
            case ExecutionEvent.OfAction action ->
                name + "(" + action.stage() + "/" + action.action() + " #" + action.attempt() + ")";
            case ExecutionEvent.ExecutionStarted ignored -> name;
            case ExecutionEvent.StageQueued stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageEntered stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.GraphTurnedBack turned -> name + "(" + turned.stage() + ")";
            case ExecutionEvent.StageSucceeded stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageFailed stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageStopped stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageSkipped stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageRestarted stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageRollbackBegun stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageRollbackRefused stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StageRolledBack stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.OfCondition condition ->
                name + "(" + condition.stage() + "/" + condition.kind().field() + ")";
            case ExecutionEvent.StageRetried stage -> name + "(" + stage.stage() + ")";
            case ExecutionEvent.StopRequested stop -> name + (stop.abandon() ? "(abandon)" : "(wait)");
            case ExecutionEvent.ExecutionEnded ended -> name + "(" + ended.outcome() + ")";
        };
    }
}
