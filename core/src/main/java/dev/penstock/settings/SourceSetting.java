package dev.penstock.settings;

import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.CredentialReference;
import dev.penstock.source.SourceLocation.GitReference;
import java.nio.file.Path;
import java.util.Optional;

/** What stands in for a source action. */
public sealed interface SourceSetting {

    /** The place, with the branch of the action's configuration where nothing more exact is set. */
    SourceLocation locate(String branch);

    /**
     * A folder on this machine.
     *
     * @param path the folder, complete
     */
    record Directory(Path path) implements SourceSetting {

        @Override
        public SourceLocation locate(String branch) {
            return new SourceLocation.Directory(path);
        }
    }

    /**
     * A Git repository.
     *
     * @param url where it is; a relative path has been completed
     * @param reference what to take of it; without one the branch that the action names, or {@code main} when it names none
     * @param credentials the environment variables that hold them
     */
    record Git(String url, Optional<GitReference> reference, Optional<CredentialReference> credentials)
            implements SourceSetting {

        @Override
        public SourceLocation locate(String branch) {
            GitReference taken = reference.orElseGet(() -> new GitReference.Branch(branch.isEmpty() ? "main" : branch));
            return new SourceLocation.Git(url, taken, credentials);
        }
    }
}
