package dev.penstock.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * One filter of a trigger ({@code GitPushFilter}, {@code GitPullRequestFilter}); all parts that are there must match.
 *
 * @param events {@code OPEN}, {@code UPDATED}, {@code CLOSED}; of pull requests only
 * @param branches patterns of branches
 * @param tags patterns of tags; of pushes only
 * @param filePaths patterns of changed files
 */
public record GitFilter(
        List<String> events, Optional<Patterns> branches, Optional<Patterns> tags, Optional<Patterns> filePaths) {

    public GitFilter {
        events = List.copyOf(events);
    }

    /**
     * Patterns in CodePipeline's glob dialect; an exclusion wins.
     *
     * @param includes up to 8 patterns
     * @param excludes up to 8 patterns
     */
    public record Patterns(List<String> includes, List<String> excludes) {

        public Patterns {
            includes = List.copyOf(includes);
            excludes = List.copyOf(excludes);
        }
    }
}
