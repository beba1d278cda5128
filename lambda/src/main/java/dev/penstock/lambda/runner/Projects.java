package dev.penstock.lambda.runner;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.library.PinnedSettings;
import dev.penstock.settings.RunSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engines of one call of the runner: one for each settings that executions were started with, made when the first of them is
 * taken. All drive in the name of one runner.
 */
final class Projects implements AutoCloseable {

    private final Journal journal;
    private final ExecutionReader reader;
    private final Function<RunSettings, EngineBuilder> parts;
    private final Path folder;
    private final Function<EngineBuilder, Engine> finish;
    private final Map<Optional<String>, Engine> engines = new HashMap<>();

    /**
     * Engines over a journal.
     *
     * @param parts makes an engine for settings
     * @param folder what relative paths of settings are relative to
     * @param finish makes the engine's parts an engine of this runner
     */
    Projects(
            Journal journal,
            Function<RunSettings, EngineBuilder> parts,
            Path folder,
            Function<EngineBuilder, Engine> finish) {
        this.journal = journal;
        this.reader = new ExecutionReader(journal);
        this.parts = parts;
        this.folder = folder;
        this.finish = finish;
    }

    /** The engine of an execution. Throws what {@link PinnedSettings#read} does if its settings cannot be had. */
    Engine of(ExecutionId execution) {
        return ofSettings(reader.state(execution).map(ExecutionState::labels).flatMap(PinnedSettings::digest));
    }

    /** The engine of settings that are pinned in the journal; without a digest, of no settings. */
    Engine ofSettings(Optional<String> digest) {
        Engine known = engines.get(digest);
        if (known == null) {
            RunSettings settings = digest.map(pinned -> PinnedSettings.read(journal, pinned, folder))
                    .orElseGet(RunSettings::none);
            known = finish.apply(parts.apply(settings));
            engines.put(digest, known);
        }
        return known;
    }

    List<Engine> all() {
        return List.copyOf(engines.values());
    }

    @Override
    public void close() {
        engines.values().forEach(Engine::close);
        engines.clear();
    }
}
