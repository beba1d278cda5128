package dev.penstock.samples.plugin.notes;

import dev.penstock.action.ActionProvider;
import dev.penstock.document.SourceText;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Trigger;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.time.EngineClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sample's own pipeline, and everything that it runs on, in a folder of one test. */
final class ReleaseNotesFixture implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** As {@code pipeline.yml} says. */
    static final String NOTES_FILE = "RELEASE_NOTES.md";

    private final Path root;
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    ReleaseNotesFixture(Path root) {
        this.root = root;
    }

    /** Where the sample announces. */
    Path folder() {
        return root.resolve("announcements");
    }

    /** An engine as a process would make it, with a plugin's providers. */
    Engine engine(Journal journal, EngineClock clock, List<ActionProvider<?, ?>> plugin) {
        return engine(journal, clock, plugin, NOTES_FILE);
    }

    /** The same, over a source that has another file. */
    Engine engine(Journal journal, EngineClock clock, List<ActionProvider<?, ?>> plugin, String sourceFile) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(root.resolve("work"))
                .providers(plugin)
                .providers(List.of(new NotesSource(sourceFile, "- Faster.\n")))
                .clock(clock)
                .build();
    }

    /** How the sample is started. */
    StartRequest request() {
        return new StartRequest(Trigger.startedBy("test"), Map.of("Folder", folder().toString()), Map.of());
    }

    /** The published pages. */
    List<Path> pages() throws IOException {
        return filesIn(folder());
    }

    /** The drafts, and what may be left of them. */
    List<Path> drafts() throws IOException {
        return filesIn(folder().resolve("drafts"));
    }

    @Override
    public void close() throws IOException {
        artifacts.close();
    }

    /** The sample's {@code pipeline.yml}. */
    static PipelineDefinition sample() throws IOException {
        return read(sampleText());
    }

    /** The text of the sample's {@code pipeline.yml}. */
    static String sampleText() throws IOException {
        return Files.readString(Path.of("release-notes/pipeline.yml"));
    }

    /** A definition with the sample's name. */
    static PipelineDefinition read(String text) {
        return switch (PipelineReader.read(SourceText.of("pipeline.yml", text), ReadOptions.none())) {
            case PipelineReading.Accepted accepted -> accepted.definition();
            case PipelineReading.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    /** Where the announcement of an execution is. */
    static ActionPhase phase(ExecutionState state) {
        return state.stage("Release")
                .orElseThrow()
                .action("Announce")
                .orElseThrow()
                .phase();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
