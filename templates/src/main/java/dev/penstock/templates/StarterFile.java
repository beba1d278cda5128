package dev.penstock.templates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file to begin with.
 *
 * @param name the file's name, as it is to be written
 * @param purpose what it is, in a few words
 */
public record StarterFile(String name, String purpose) {

    private static final List<StarterFile> ALL = List.of(
            new StarterFile("pipeline.yml", "the pipeline: source, build, image, deployment"),
            new StarterFile("penstock.yml", "what the definition cannot say"),
            new StarterFile("buildspec.yml", "the commands of the build"),
            new StarterFile("Dockerfile", "the image"),
            new StarterFile("index.html", "a page to deploy"),
            new StarterFile("service.yml", "a CloudFormation template of what it deploys to, with a role for it"));

    /** All of them, the most important first. */
    public static List<StarterFile> all() {
        return ALL;
    }

    /** What is in it. */
    public String text() {
        try (InputStream in = StarterFile.class.getResourceAsStream("starter/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no starter file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
