package dev.penstock.local.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Everything that a build has started on this machine: the descendants of its shells and, where the system shows the
 * environment of processes (Linux), every process that carries the build's id, whoever its parent is by now and whichever
 * runner started it. A process that leaves its parent and empties its environment escapes.
 */
final class ProcessTree {

    /** The variable that all processes of a build carry. */
    static final String COOKIE = "CODEBUILD_BUILD_ID";

    private static final int ROUNDS = 10;
    private static final long GRACE_MILLIS = 2000;
    private static final Path PROCESSES = Path.of("/proc");

    private final String cookie;
    private final ConcurrentLinkedQueue<ProcessHandle> shells = new ConcurrentLinkedQueue<>();

    ProcessTree(String buildId) {
        this.cookie = COOKIE + "=" + buildId + "\0";
    }

    /** Adds a shell of the build. */
    void add(ProcessHandle shell) {
        shells.add(shell);
    }

    /** Ends all of it: asks first, and soon makes an end. Returns when nothing is left. */
    void end() throws IOException {
        Set<ProcessHandle> alive = find();
        alive.forEach(ProcessHandle::destroy);
        awaitEnd(alive, GRACE_MILLIS);
        // Again and again, because what is about to end may start something new.
        for (int round = 0; round < ROUNDS && !alive.isEmpty(); round++) {
            alive = find();
            alive.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(alive, GRACE_MILLIS);
        }
        if (!alive.isEmpty()) {
            throw new IOException("Processes of the build are still running and cannot be ended: "
                    + alive.stream().map(handle -> Long.toString(handle.pid())).toList() + ".");
        }
    }

    private Set<ProcessHandle> find() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        for (ProcessHandle shell : List.copyOf(shells)) {
            shell.descendants().filter(ProcessHandle::isAlive).forEach(found::add);
            if (shell.isAlive()) {
                found.add(shell);
            }
        }
        if (Files.isDirectory(PROCESSES)) {
            ProcessHandle.allProcesses().filter(this::carriesCookie).forEach(found::add);
        }
        found.remove(ProcessHandle.current());
        return found;
    }

    private boolean carriesCookie(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(
                    PROCESSES.resolve(Long.toString(process.pid())).resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1))
                    .contains("\0" + new String(cookie.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }

    private static void awaitEnd(Set<ProcessHandle> processes, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = Thread.interrupted();
        for (ProcessHandle process : processes) {
            Future<ProcessHandle> end = process.onExit();
            try {
                end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Not yet; the next round makes an end.
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
