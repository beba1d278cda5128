package dev.penstock.local.source;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Hides the user's and the machine's Git configuration from JGit, so that the same revision gives the same files for
 * everybody. JGit has one such reader for the whole program.
 */
final class GitIsolation extends SystemReader.Delegate {

    private GitIsolation(SystemReader machine) {
        super(machine);
    }

    /** From now on; again and again does no harm. */
    static synchronized void install() {
        SystemReader current = SystemReader.getInstance();
        if (!(current instanceof GitIsolation)) {
            SystemReader.setInstance(new GitIsolation(current));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS files) {
        return new Nothing(parent, files);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS files) {
        return new Nothing(parent, files);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS files) {
        return new Nothing(parent, files);
    }

    /** A configuration in which nothing stands, and that is never written. */
    private static final class Nothing extends FileBasedConfig {

        Nothing(Config parent, FS files) {
            super(parent, null, files);
        }

        /** Answers how exact the file system's times are, which JGit else finds out by writing files into repositories. */
        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            if (!section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
                return super.getString(section, subsection, name);
            }
            return switch (name) {
                case ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION -> "10 milliseconds";
                case ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD -> "100 milliseconds";
                default -> super.getString(section, subsection, name);
            };
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public String toString() {
            return "no configuration";
        }
    }
}
