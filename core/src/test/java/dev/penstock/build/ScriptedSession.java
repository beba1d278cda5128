package dev.penstock.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session whose commands end as told, and that remembers what was asked of it. */
final class ScriptedSession implements BuildSession {

    final List<String> asked = new ArrayList<>();
    final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, Integer> exits = new HashMap<>();
    private final Path source;
    private String timesOutAt = "";

    ScriptedSession(Path source) {
        this.source = source;
    }

    /** Has a command end with that status; all others end with 0. */
    ScriptedSession exit(String command, int status) {
        exits.put(command, status);
        return this;
    }

    /** Has the time be up in a command. */
    ScriptedSession timeout(String command) {
        timesOutAt = command;
        return this;
    }

    @Override
    public String sourceDirectory() {
        return source.toString();
    }

    @Override
    public int run(String command) throws BuildTimeoutException {
        asked.add(command);
        if (command.equals(timesOutAt)) {
            throw new BuildTimeoutException(java.time.Duration.ofMinutes(60));
        }
        return exits.getOrDefault(command, 0);
    }

    @Override
    public void export(String name, String value) {
        asked.add(name + "=" + value);
        variables.put(name, value);
    }

    @Override
    public Map<String, String> variables(Collection<String> names) {
        Map<String, String> found = new LinkedHashMap<>(variables);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public Optional<Path> folder(String path) {
        return Files.isDirectory(Path.of(path)) ? Optional.of(Path.of(path)) : Optional.empty();
    }

    @Override
    public void close() {}
}
