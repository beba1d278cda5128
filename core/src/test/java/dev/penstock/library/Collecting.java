package dev.penstock.library;

import dev.penstock.engine.ExecutionNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscriber that keeps what it is told, and asks for so many items at first. */
class Collecting implements Flow.Subscriber<ExecutionNews> {

    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final List<ExecutionNews> news = new ArrayList<>();
    private final long atFirst;

    Collecting(long atFirst) {
        this.atFirst = atFirst;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        if (atFirst > 0) {
            given.request(atFirst);
        }
    }

    @Override
    public synchronized void onNext(ExecutionNews item) {
        news.add(item);
        notifyAll();
    }

    @Override
    public void onError(Throwable reason) {
        end.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }

    synchronized List<ExecutionNews> news() {
        return List.copyOf(news);
    }

    /** What it was told when at least so many items have come. */
    synchronized List<ExecutionNews> await(int items) throws InterruptedException {
        while (news.size() < items) {
            wait();
        }
        return List.copyOf(news);
    }

    void awaitCompletion() throws Exception {
        end.get(20, TimeUnit.SECONDS);
    }

    /** Why it was told that nothing more comes. */
    Throwable awaitError() throws InterruptedException, TimeoutException {
        try {
            end.get(20, TimeUnit.SECONDS);
            throw new AssertionError("it completed");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    boolean hasEnded() {
        return end.isDone();
    }
}
