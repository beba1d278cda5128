package dev.penstock.runner.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the newest first. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Closes this as well, later. */
    synchronized <T extends AutoCloseable> T later(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                // The others must be closed all the same, and the process is about to end.
                System.getLogger(Closing.class.getName()).log(System.Logger.Level.DEBUG, "could not be closed", e);
            }
        }
    }
}
