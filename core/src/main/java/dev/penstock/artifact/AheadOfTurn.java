package dev.penstock.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;

/**
 * Does work on all processors, a little ahead, and takes what came of it in the order in which it was added: what comes out is the
 * same as if all were done one after the other. For use by one thread.
 */
final class AheadOfTurn<T> implements Closeable {

    /** The common pool leaves one processor to who waits for it. */
    private static final int PROCESSORS = Math.min(8, ForkJoinPool.getCommonPoolParallelism() + 1);

    /** Enough that nobody waits for one that is slow, few enough to be held in memory. */
    private static final int MOST_WAITING = 4 * PROCESSORS;

    private final Deque<Turn<T>> turns = new ArrayDeque<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            PROCESSORS, Thread.ofPlatform().name("bundle-", 0).daemon().factory());

    private record Turn<T>(Future<T> made, Taking<T> taking) {}

    /** Takes what came of work. */
    interface Taking<T> {

        void take(T made) throws IOException;
    }

    /**
     * Adds work.
     *
     * @param ahead whether it may be done ahead of its turn, beside other work
     */
    void add(boolean ahead, Callable<T> work, Taking<T> taking) throws IOException {
        if (ahead) {
            turns.add(new Turn<>(workers.submit(work), taking));
            if (turns.size() >= MOST_WAITING) {
                takeNext();
            }
            return;
        }
        finish();
        taking.take(made(work));
    }

    /** Takes what came of all work. */
    void finish() throws IOException {
        while (!turns.isEmpty()) {
            takeNext();
        }
    }

    private void takeNext() throws IOException {
        Turn<T> turn = turns.remove();
        turn.taking().take(made(turn.made()::get));
    }

    private T made(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (ExecutionException e) {
            throw asIs(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a bundle was made");
        } catch (Exception e) {
            throw asIs(e);
        }
    }

    private static IOException asIs(Throwable cause) {
        return switch (cause) {
            case IOException known -> known;
            case RuntimeException known -> throw known;
            case Error known -> throw known;
            default -> new IOException(cause);
        };
    }

    @Override
    public void close() throws IOException {
        workers.close();
        for (Turn<T> turn : turns) {
            // What was made and is not taken any more may hold a file open.
            if (turn.made().state() == Future.State.SUCCESS && turn.made().resultNow() instanceof Closeable open) {
                open.close();
            }
        }
    }
}
