package dev.penstock.trigger;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Something that happened in a Git repository. */
public sealed interface GitChange {

    /** The repository, {@code owner/name}. */
    String repository();

    /** The commit to build, 40 or 64 hexadecimal digits. */
    String commit();

    /** The branch that the commit is on; absent for tags. */
    Optional<String> branch();

    /**
     * Commits were pushed to a branch.
     *
     * @param name the branch
     * @param files what the commits added, changed or removed; absent if that is not known, as for a new branch
     */
    record BranchPushed(String repository, String name, String commit, Optional<List<String>> files)
            implements GitChange {

        public BranchPushed {
            Objects.requireNonNull(name, "name");
            files = files.map(List::copyOf);
        }

        @Override
        public Optional<String> branch() {
            return Optional.of(name);
        }
    }

    /**
     * A tag was pushed.
     *
     * @param tag its name
     */
    record TagPushed(String repository, String tag, String commit) implements GitChange {

        @Override
        public Optional<String> branch() {
            return Optional.empty();
        }
    }

    /**
     * Something happened to a pull request.
     *
     * @param event what
     * @param source the branch that is to be merged
     * @param destination the branch that it is to be merged into; the one that filters are about
     * @param files what it changes; absent if that is not known
     */
    record PullRequestChanged(
            String repository,
            Event event,
            String source,
            String destination,
            String commit,
            Optional<List<String>> files)
            implements GitChange {

        public PullRequestChanged {
            files = files.map(List::copyOf);
        }

        @Override
        public Optional<String> branch() {
            return Optional.of(source);
        }

        /** What happened to it ({@code GitPullRequestFilter$events}). */
        public enum Event {
            OPEN,
            UPDATED,
            CLOSED
        }
    }
}
