package dev.penstock.compose;

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
 */
public record ComposeOptions(
        String projectDirectory,
        Optional<String> name,
        Map<String, String> environment,
        Set<String> profiles,
        ComposeFiles files) {

    public ComposeOptions {
        Objects.requireNonNull(projectDirectory, "projectDirectory");
        Objects.requireNonNull(name, "name");
        environment = Map.copyOf(environment);
        profiles = Set.copyOf(profiles);
        Objects.requireNonNull(files, "files");
    }

    /** No variables, no profiles, no other files; paths stay relative. */
    public static ComposeOptions none() {
        return new ComposeOptions(".", Optional.empty(), Map.of(), Set.of(), ComposeFiles.NONE);
    }

    /** The same with these variables. */
    public ComposeOptions withEnvironment(Map<String, String> variables) {
        return new ComposeOptions(projectDirectory, name, variables, profiles, files);
    }

    /** The same with these other files. */
    public ComposeOptions withFiles(ComposeFiles others) {
        return new ComposeOptions(projectDirectory, name, environment, profiles, others);
    }

    /** The same with these profiles active. */
    public ComposeOptions withProfiles(Set<String> active) {
        return new ComposeOptions(projectDirectory, name, environment, active, files);
    }

    /** The same in another folder. */
    public ComposeOptions withProjectDirectory(String directory) {
        return new ComposeOptions(directory, name, environment, profiles, files);
    }
}
