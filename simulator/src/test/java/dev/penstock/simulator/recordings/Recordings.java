package dev.penstock.simulator.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the recordings are. */
public final class Recordings {

    private static final String PLACE = "shared/recordings/aws/services";

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

    /** Beside the repository, or where the system property says. */
    private static Optional<Path> directory() {
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
