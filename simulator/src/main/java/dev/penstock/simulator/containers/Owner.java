package dev.penstock.simulator.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process made something on an engine, so that what a killed one left is told from what a living one uses.
 *
 * @param host the machine's name; several machines or containers may share an engine
 * @param process its id there
 * @param started when it was started, as ids come back
 */
record Owner(String host, long process, Instant started) {

    private static final Duration GRAIN = Duration.ofSeconds(2);

    static Owner current() {
        return new Owner(hostName(), ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
    }

    /** The owner that a label names. */
    static Optional<Owner> parse(String label) {
        String[] parts = label.split("/", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9]{1,18}") || !parts[2].matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Owner(parts[0], Long.parseLong(parts[1]), Instant.ofEpochSecond(Long.parseLong(parts[2]))));
    }

    String label() {
        return host + "/" + process + "/" + started.getEpochSecond();
    }

    /** Whether it was a process of this machine, and is one no longer. */
    boolean isGone() {
        return host.equals(hostName())
                && ProcessHandle.of(process)
                        .filter(p -> Duration.between(startOf(p), started).abs().compareTo(GRAIN) <= 0)
                        .isEmpty();
    }

    private static Instant startOf(ProcessHandle process) {
        return Instant.ofEpochSecond(
                process.info().startInstant().orElse(Instant.EPOCH).getEpochSecond());
    }

    private static String hostName() {
        try {
            Path kernel = Path.of("/proc/sys/kernel/hostname");
            String name = Files.isReadable(kernel)
                    ? Files.readString(kernel).trim()
                    : InetAddress.getLocalHost().getHostName();
            return name.replace('/', '-');
        } catch (IOException e) {
            return "localhost";
        }
    }
}
