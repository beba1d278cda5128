package dev.penstock.convert;

import dev.penstock.dockerrun.Dockerrun;
import java.util.Arrays;
import java.util.Optional;

/** A form in which containers are declared. */
public enum Format {
    /** {@code Dockerrun.aws.json} version 1: one container. */
    DOCKERRUN_V1("dockerrun-v1", Dockerrun.FILE_NAME, "a Dockerrun.aws.json of version 1"),
    /** {@code Dockerrun.aws.json} version 2: several containers by ECS on each instance. */
    DOCKERRUN_V2("dockerrun-v2", Dockerrun.FILE_NAME, "a Dockerrun.aws.json of version 2"),
    /** A Compose file. */
    COMPOSE("compose", "docker-compose.yml", "a Compose file"),
    /** An ECS task definition. */
    TASK_DEFINITION("task-definition", "task-definition.json", "a task definition");

    private final String word;
    private final String fileName;
    private final String title;

    Format(String word, String fileName, String title) {
        this.word = word;
        this.fileName = fileName;
        this.title = title;
    }

    /** How users write it. */
    public String word() {
        return word;
    }

    /** How such a file is usually called. */
    public String fileName() {
        return fileName;
    }

    /** How a sentence names it, with its article. */
    public String title() {
        return title;
    }

    /** The form of that word. */
    public static Optional<Format> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }
}
