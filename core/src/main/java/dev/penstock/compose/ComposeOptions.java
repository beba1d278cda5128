package dev.penstock.compose;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a Compose file is read with.
 *
 * @param projectDirectory the folder that relative paths are meant from; {@code .} keeps them relative
 * @param name the project's name, which counts before that in the file
 * @param environment variables for interpolation, and for variables without a value in {@code environment}
 * @param profiles those that are active; {@code *} activates all
 * @param files where other files come from
 * @param environmentFiles files of variables, below those of the environment, the later before the earlier; {@code .env} may be
 *     missing, and is read when no other is named
 */
public record ComposeOptions(
        String projectDirectory,
        Optional<String> name,
        Map<String, String> environment,
        Set<String> profiles,
        ComposeFiles files,
        List<String> environmentFiles) {

    /** The file of variables that is read when no other is named. */
    public static final String ENVIRONMENT_FILE = ".env";

    public ComposeOptions {
        Objects.requireNonNull(projectDirectory, "projectDirectory");
        Objects.requireNonNull(name, "name");
        environment = Map.copyOf(environment);
        profiles = Set.copyOf(profiles);
        Objects.requireNonNull(files, "files");
        environmentFiles = List.copyOf(environmentFiles);
    }

    /** What is read with {@code .env}. */
    public ComposeOptions(
            String projectDirectory,
            Optional<String> name,
            Map<String, String> environment,
            Set<String> profiles,
            ComposeFiles files) {
        this(projectDirectory, name, environment, profiles, files, List.of(ENVIRONMENT_FILE));
    }

    /** No variables, no profiles, no other files; paths stay relative. */
    public static ComposeOptions none() {
        return new ComposeOptions(".", Optional.empty(), Map.of(), Set.of(), ComposeFiles.NONE);
    }

    /** The same with these variables. */
    public ComposeOptions withEnvironment(Map<String, String> variables) {
        return new ComposeOptions(projectDirectory, name, variables, profiles, files, environmentFiles);
    }

    /** The same with these other files. */
    public ComposeOptions withFiles(ComposeFiles others) {
        return new ComposeOptions(projectDirectory, name, environment, profiles, others, environmentFiles);
    }

    /** The same with these profiles active. */
    public ComposeOptions withProfiles(Set<String> active) {
        return new ComposeOptions(projectDirectory, name, environment, active, files, environmentFiles);
    }

    /** The same in another folder. */
    public ComposeOptions withProjectDirectory(String directory) {
        return new ComposeOptions(directory, name, environment, profiles, files, environmentFiles);
    }

    /** The same with these files of variables, in place of {@code .env}. */
    public ComposeOptions withEnvironmentFiles(List<String> names) {
        return new ComposeOptions(projectDirectory, name, environment, profiles, files, names);
    }
}
