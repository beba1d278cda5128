package dev.penstock.cli.controlplane;

import dev.penstock.json.JsonWriter;
import dev.penstock.templates.StarterFile;
import dev.penstock.templates.StarterSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of the stack's definition, where the journal of its deployments is as well. All of its files are written anew each
 * time, so that they are those of this version.
 *
 * @param path absolute
 */
public record ControlPlaneFolder(Path path) {

    private static final String CONFIGURATION = "infrastructure/configuration.json";
    private static final String SETTINGS = "penstock.yml";
    private static final String DEFINITION = "pipeline.yml";

    /** The definition that makes the stack, or brings it up to date. */
    public Path definition() {
        return path.resolve(DEFINITION);
    }

    /** The definition that deletes it. */
    public Path removal() {
        return path.resolve("remove.yml");
    }

    /** What deletions that were agreed to have not deleted yet. */
    public UndeletedData undeleted() {
        return new UndeletedData(path.resolve("undeleted-data.txt"));
    }

    /**
     * Writes everything.
     *
     * @param stackName the stack's name, of letters, digits and hyphens
     * @param parameters of the stack
     * @param bucket what the stack's files are uploaded to, if it is there yet
     */
    public void write(String stackName, Map<String, String> parameters, Optional<String> bucket) throws IOException {
        for (StarterFile file : StarterSet.CONTROL_PLANE.files()) {
            switch (file.name()) {
                case CONFIGURATION -> write(file.name(), configuration(parameters));
                case SETTINGS -> write(file.name(), file.text() + settings(stackName, bucket));
                default -> write(file.name(), file.text());
            }
        }
    }

    private static String configuration(Map<String, String> parameters) {
        JsonWriter json = JsonWriter.indented().object().name("Parameters").object();
        parameters.forEach((name, value) -> json.name(name).value(value));
        json.endObject().endObject();
        return json + "\n";
    }

    private static String settings(String stackName, Optional<String> bucket) {
        String text = "variables:\n  StackName: " + stackName + "\n";
        return bucket.map(name -> text + "artifacts:\n  bucket: " + name + "\n  prefix: code\n")
                .orElse(text);
    }

    private void write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }
}
