package dev.penstock.simulator.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Where the recordings are. */
public final class Recordings {

    static final String ENDING = ".snapshot.json";

    private static final String PLACE = "shared/recordings/aws/services";
    private static final Map<String, List<Response>> READ = new ConcurrentHashMap<>();

    private Recordings() {}

    /**
     * Opens a snapshot for one test class; register it as an extension in a static field.
     *
     * @param snapshot below the services, like {@code iam/resource_providers/test_iam.snapshot.json}
     */
    public static Recording open(String snapshot) {
        return open(snapshot, "");
    }

    /**
     * Opens a snapshot that several test classes share.
     *
     * @param part names the share of this class, in {@code agreement.properties} behind a {@code #}
     */
    public static Recording open(String snapshot, String part) {
        return new Recording(
                snapshot, part, directory().map(d -> d.resolve(snapshot)).filter(Files::isRegularFile));
    }

    /**
     * Opens the snapshots of a folder together, for one test class.
     *
     * @param folder below the services, like {@code cloudformation/resources}
     */
    static RecordingFolder folder(String folder) {
        List<String> snapshots = areThere() ? snapshots(folder) : List.of();
        Map<String, Recording> recordings = new LinkedHashMap<>();
        snapshots.forEach(snapshot -> recordings.put(snapshot, open(snapshot + ENDING)));
        return new RecordingFolder(recordings);
    }

    /** A template that recorded tests deploy. */
    static String template(String file) {
        try {
            return Files.readString(
                    directory().orElseThrow().resolveSibling("templates").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean areThere() {
        return directory().isPresent();
    }

    /** The names of the snapshots of a service, or of all for an empty name, without their ending. */
    static List<String> snapshots(String service) {
        Path root = directory().orElseThrow();
        try (Stream<Path> files = Files.walk(root.resolve(service))) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All responses of a snapshot, in order; none where there is no such recording. */
    static List<Response> responses(String snapshot) {
        return READ.computeIfAbsent(snapshot, name -> {
            List<Response> all = new ArrayList<>();
            directory()
                    .map(d -> d.resolve(name + ENDING))
                    .filter(Files::isRegularFile)
                    .ifPresent(file -> contents(file)
                            .forEach((test, labels) -> labels.members()
                                    .keySet()
                                    .forEach(label -> all.add(new Response(name, testName(test), label)))));
            return List.copyOf(all);
        });
    }

    /** All responses of all snapshots. */
    static List<Response> everything() {
        return snapshots("").stream()
                .flatMap(snapshot -> responses(snapshot).stream())
                .toList();
    }

    /** The name of a recorded test without its file. */
    static String testName(String full) {
        return full.substring(full.indexOf("::") + 2);
    }

    /** The recorded contents of a snapshot by the full names of its tests. */
    static Map<String, Tree.Structure> contents(Path file) {
        try {
            Map<String, Tree.Structure> tests = new LinkedHashMap<>();
            Tree all = Tree.parse(Files.readString(file)).orElseThrow();
            if (all instanceof Tree.Structure(Map<String, Tree> byName)) {
                byName.forEach((name, test) -> {
                    if (test instanceof Tree.Structure structure
                            && structure.member("recorded-content").orElseThrow() instanceof Tree.Structure content) {
                        tests.put(name, content);
                    }
                });
            }
            return tests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recordings of the services: beside the repository, or where the system property says. */
    public static Optional<Path> directory() {
        String named = System.getProperty("penstock.recordings");
        if (named != null) {
            return Optional.of(Path.of(named).resolve("aws/services"));
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve(PLACE))) {
                return Optional.of(above.resolve(PLACE));
            }
        }
        return Optional.empty();
    }
}
