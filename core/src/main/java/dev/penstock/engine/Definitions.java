package dev.penstock.engine;

import dev.penstock.artifact.Digest;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.CanonicalPipeline;
import dev.penstock.pipeline.Pipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Definitions by their digest: pinned in the journal once, and read once by each engine. */
final class Definitions {

    private final Journal journal;
    private final Map<String, Pipeline> known = new ConcurrentHashMap<>();
    private final Map<Pipeline, String> pinned = new ConcurrentHashMap<>();

    Definitions(Journal journal) {
        this.journal = journal;
    }

    /** Keeps a definition and says its digest. */
    String pin(Pipeline pipeline) {
        return pinned.computeIfAbsent(pipeline, definition -> {
            byte[] canonical = CanonicalPipeline.write(definition);
            String digest = Digest.of(canonical).value();
            journal.pin(digest, canonical);
            known.put(digest, definition);
            return digest;
        });
    }

    /** The definition of that digest. */
    Pipeline of(String digest) {
        return known.computeIfAbsent(
                digest,
                missing -> CanonicalPipeline.read(journal.pinned(missing)
                        .orElseThrow(() ->
                                new IllegalStateException("the definition " + missing + " is not in the journal"))));
    }
}
