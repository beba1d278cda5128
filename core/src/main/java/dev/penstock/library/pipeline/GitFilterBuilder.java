package dev.penstock.library.pipeline;

import dev.penstock.pipeline.GitFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A filter of a Git trigger, written in Java ({@code GitPushFilter}, {@code GitPullRequestFilter}). All parts that are there
 * must match; patterns are in CodePipeline's glob dialect, and an exclusion wins.
 */
public final class GitFilterBuilder {

    private final List<String> events = new ArrayList<>();
    private Optional<GitFilter.Patterns> branches = Optional.empty();
    private Optional<GitFilter.Patterns> tags = Optional.empty();
    private Optional<GitFilter.Patterns> filePaths = Optional.empty();

    private GitFilterBuilder() {}

    /** What happens to a pull request ({@code GitPullRequestEventType}). */
    public enum Event {
        OPEN,
        UPDATED,
        CLOSED
    }

    static GitFilter of(Consumer<GitFilterBuilder> content) {
        var filter = new GitFilterBuilder();
        content.accept(filter);
        return new GitFilter(filter.events, filter.branches, filter.tags, filter.filePaths);
    }

    /** Adds events, of a pull request. */
    public GitFilterBuilder events(Event... added) {
        for (Event event : added) {
            events.add(event.name());
        }
        return this;
    }

    /** Branches that count. */
    public GitFilterBuilder branches(String... includes) {
        return branches(List.of(includes), List.of());
    }

    /** Branches that count and that do not, up to 8 patterns each. */
    public GitFilterBuilder branches(List<String> includes, List<String> excludes) {
        branches = Optional.of(new GitFilter.Patterns(includes, excludes));
        return this;
    }

    /** Tags that count, of pushes. */
    public GitFilterBuilder tags(String... includes) {
        return tags(List.of(includes), List.of());
    }

    /** Tags that count and that do not, of pushes, up to 8 patterns each. */
    public GitFilterBuilder tags(List<String> includes, List<String> excludes) {
        tags = Optional.of(new GitFilter.Patterns(includes, excludes));
        return this;
    }

    /** Changed files that count. */
    public GitFilterBuilder filePaths(String... includes) {
        return filePaths(List.of(includes), List.of());
    }

    /** Changed files that count and that do not, up to 8 patterns each. */
    public GitFilterBuilder filePaths(List<String> includes, List<String> excludes) {
        filePaths = Optional.of(new GitFilter.Patterns(includes, excludes));
        return this;
    }
}
