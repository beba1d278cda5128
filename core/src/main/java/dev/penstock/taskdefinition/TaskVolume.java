package dev.penstock.taskdefinition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A volume that containers of a task mount (ECS API, {@code Volume}).
 *
 * @param name what mount points call it
 * @param sourcePath the folder or file of the host; empty for one that lives as long as the task
 * @param others every other field, such as {@code efsVolumeConfiguration}, as JSON
 */
public record TaskVolume(String name, Optional<String> sourcePath, Map<String, String> others) {

    public TaskVolume {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sourcePath, "sourcePath");
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }
}
