package dev.penstock.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The virtual threads of one engine, so that none is left when the engine is closed. They take over nothing from whoever
 * happens to start them: neither inheritable thread locals nor a context class loader, which in a server or a build tool
 * belongs to somebody else and may know nothing of this library.
 */
final class EngineThreads implements Executor, AutoCloseable {

    /** How long closing waits for threads that were interrupted and do not end. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ClassLoader loader;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private volatile boolean closing;

    EngineThreads(ClassLoader loader) {
        this.loader = loader;
    }

    /** Starts a thread for a task. */
    Thread start(Runnable task) {
        Thread thread = Thread.ofVirtual()
                .name("penstock-engine")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        task.run();
                    } finally {
                        end();
                    }
                });
        thread.setContextClassLoader(loader);
        running.add(thread);
        thread.start();
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        start(task);
    }

    private void end() {
        running.remove(Thread.currentThread());
        if (!closing) {
            return;
        }
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the threads to end, except for the one that calls; they must have been told. A thread that takes no notice
     * for some seconds is interrupted, and given up in the end.
     */
    @Override
    public void close() {
        closing = true;
        lock.lock();
        try {
            if (!await()) {
                running.forEach(EngineThreads::interruptUnlessCurrent);
                boolean unused = await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean await() throws InterruptedException {
        long left = PATIENCE.toNanos();
        while (running.stream().anyMatch(thread -> !thread.equals(Thread.currentThread()))) {
            if (left <= 0) {
                return false;
            }
            left = ended.awaitNanos(left);
        }
        return true;
    }

    private static void interruptUnlessCurrent(Thread thread) {
        if (!thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }
}
