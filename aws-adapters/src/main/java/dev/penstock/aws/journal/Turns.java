package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work on executions: that of one execution is done one after the other, in the order in which it was asked for. */
final class Turns {

    private final Executor executor;
    private final Map<ExecutionId, CompletableFuture<Boolean>> last = new ConcurrentHashMap<>();

    Turns(Executor executor) {
        this.executor = executor;
    }

    /** The future fails with what the work throws. */
    <T> CompletableFuture<T> submit(ExecutionId id, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        Runnable turn = () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            } finally {
                last.remove(id, mine);
                mine.complete(true);
            }
        };
        CompletableFuture<Boolean> before = last.put(id, mine);
        if (before == null) {
            executor.execute(turn);
        } else {
            var unused = before.thenRunAsync(turn, executor);
        }
        return result;
    }

    /** Waits until nothing is left to do. */
    void finish() {
        last.values().forEach(CompletableFuture::join);
    }
}
