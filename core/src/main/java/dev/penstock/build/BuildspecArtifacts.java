package dev.penstock.build;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that come out of a build ({@code artifacts}).
 *
 * @param primary the files of the only output artifact
 * @param secondary the files of each output artifact, by its identifier, for builds that have several
 */
public record BuildspecArtifacts(Files primary, Map<String, Files> secondary) {

    public BuildspecArtifacts {
        secondary = Collections.unmodifiableMap(new LinkedHashMap<>(secondary));
    }

    /**
     * Which files make an artifact. All texts may name variables of the build, {@code $NAME} or <code>${NAME}</code>.
     *
     * @param patterns paths with wildcards, see {@link PathPattern}; absolute, or relative to the base directory
     * @param baseDirectory where the paths begin, and what is left off their front; may have wildcards; absent for the
     *     build's own directory
     * @param discardPaths whether only the last part of each path is kept
     * @param exclude paths with wildcards, relative to the base directory, of files to leave out
     * @param keepLinks whether links stay links ({@code enable-symlinks}); otherwise what they lead to is taken
     */
    public record Files(
            List<String> patterns,
            Optional<String> baseDirectory,
            boolean discardPaths,
            List<String> exclude,
            boolean keepLinks) {

        /** No files. */
        public static final Files NONE = new Files(List.of(), Optional.empty(), false, List.of(), false);

        public Files {
            patterns = List.copyOf(patterns);
            exclude = List.copyOf(exclude);
        }
    }
}
