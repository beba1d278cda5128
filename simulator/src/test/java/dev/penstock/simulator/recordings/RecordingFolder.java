package dev.penstock.simulator.recordings;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** All snapshots of a folder while one test class replays them; registered as an extension in a static field. */
final class RecordingFolder implements BeforeEachCallback, AfterAllCallback {

    private final Map<String, Recording> recordings;

    /** @param recordings by the names of their snapshots; none where there are no recordings */
    RecordingFolder(Map<String, Recording> recordings) {
        this.recordings = Map.copyOf(recordings);
    }

    /** Goes through the snapshots in order; the test is skipped where there are none. */
    void forEach(BiConsumer<String, Recording> replay) {
        assumeTrue(!recordings.isEmpty(), "left out: there are no recordings beside this repository");
        recordings.keySet().stream().sorted().forEach(name -> replay.accept(name, recordings.get(name)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        recordings.values().forEach(recording -> recording.beforeEach(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        recordings.values().forEach(recording -> recording.afterAll(context));
    }
}
