package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.containers.ContainerExit;
import dev.penstock.simulator.containers.ContainerPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A container of an instance, while it runs and afterwards. Safe for use by several threads. */
final class LiveContainer {

    private static final int MOST_LINES = 2_000;

    /** How long the engine may take to give what an ended container printed. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    final PlannedContainer plan;
    private final Deque<String> lines = new ArrayDeque<>();
    private String id = "";
    private Map<ContainerPort, InetSocketAddress> addresses = Map.of();
    private CompletableFuture<ContainerExit> exit = new CompletableFuture<>();
    private CompletableFuture<Void> read = CompletableFuture.completedFuture(null);
    private int restarts;

    LiveContainer(PlannedContainer plan) {
        this.plan = plan;
    }

    synchronized void made(String madeId) {
        id = madeId;
    }

    synchronized String id() {
        return id;
    }

    synchronized void started(Map<ContainerPort, InetSocketAddress> reachedAt) {
        addresses = reachedAt;
        if (exit.isDone()) {
            exit = new CompletableFuture<>();
            restarts++;
        }
    }

    synchronized int restarts() {
        return restarts;
    }

    /** Completed when it ends. */
    synchronized CompletableFuture<ContainerExit> exit() {
        return exit;
    }

    /** Waits for its end; empty when it takes longer. */
    Optional<ContainerExit> ended(Duration limit) {
        try {
            return Optional.of(exit().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized boolean runs() {
        return !id.isEmpty() && !exit.isDone();
    }

    synchronized Optional<InetSocketAddress> address(int port) {
        return exit.isDone() ? Optional.empty() : Optional.ofNullable(addresses.get(ContainerPort.tcp(port)));
    }

    /** What it prints is read from now on; to be completed when nothing more comes. */
    synchronized CompletableFuture<Void> beingRead() {
        read = new CompletableFuture<>();
        return read;
    }

    /** Before it is removed: what an ended one has printed goes with it, and may not have been read yet. */
    void awaitLastWords() {
        if (!runs()) {
            read().completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private synchronized CompletableFuture<Void> read() {
        return read;
    }

    synchronized void printed(List<String> some) {
        lines.addAll(some);
        while (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
