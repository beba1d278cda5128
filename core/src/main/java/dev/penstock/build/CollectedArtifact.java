package dev.penstock.build;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that a build put out as one artifact.
 *
 * @param files files of this machine, by their path in the artifact with forward slashes
 * @param keepLinks whether those that are links stay links; otherwise what they lead to is meant
 */
public record CollectedArtifact(Map<String, Path> files, boolean keepLinks) {

    public CollectedArtifact {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
}
