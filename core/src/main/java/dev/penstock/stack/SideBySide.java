package dev.penstock.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Reads in several accounts and Regions at a time: one after the other, fifty of them are a long look. */
final class SideBySide {

    /** So many at a time: they are few calls for each account, and not too many connections. */
    static final int AT_ONCE = 10;

    private SideBySide() {}

    /**
     * Reads each; the first that fails ends the others.
     *
     * @param read may only look, as it is asked on several threads at once
     * @return what was read, in the order of the places
     * @throws InterruptedException when the runner shuts down
     */
    static <P, R> List<R> of(List<P> places, Function<P, R> read) throws InterruptedException {
        if (places.size() < 2) {
            return places.stream().map(read).toList();
        }
        Semaphore free = new Semaphore(AT_ONCE);
        try (ExecutorService reads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("penstock-stacks-", 0).factory())) {
            try {
                List<Future<R>> asked = new ArrayList<>();
                for (P place : places) {
                    asked.add(reads.submit(() -> {
                        free.acquire();
                        try {
                            return read.apply(place);
                        } finally {
                            free.release();
                        }
                    }));
                }
                List<R> all = new ArrayList<>();
                for (Future<R> one : asked) {
                    all.add(one.get());
                }
                return all;
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                reads.shutdownNow();
            }
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
}
