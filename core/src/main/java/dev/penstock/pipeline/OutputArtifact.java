package dev.penstock.pipeline;

import java.util.List;

/**
 * What an action puts out ({@code OutputArtifact}).
 *
 * @param name unique in the pipeline
 * @param files 1 to 10 patterns, of compute actions only; empty for all others
 */
public record OutputArtifact(String name, List<String> files) {

    public OutputArtifact {
        files = List.copyOf(files);
    }

    /** An artifact without file patterns. */
    public OutputArtifact(String name) {
        this(name, List.of());
    }
}
