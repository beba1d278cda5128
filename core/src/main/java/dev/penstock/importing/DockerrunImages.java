package dev.penstock.importing;

import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.dockerrun.DockerrunReading;
import dev.penstock.document.SourceText;
import dev.penstock.image.ImageReference;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that a {@code Dockerrun.aws.json} runs.
 *
 * @param byContainer by the name of the container; the only one of version 1, which has none, is called {@code web}
 */
record DockerrunImages(Map<String, String> byContainer) {

    private static final String NAMELESS = "web";
    private static final Pattern HUB = Pattern.compile("(?:index\\.)?docker\\.io/(?:library/)?");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{[^}]*}|[A-Za-z_][A-Za-z0-9_]*)");

    DockerrunImages {
        byContainer = new LinkedHashMap<>(byContainer);
    }

    static DockerrunImages of(Optional<SourceText> source, Notes notes) {
        if (source.isEmpty()) {
            return new DockerrunImages(Map.of());
        }
        return switch (DockerrunReader.read(source.get())) {
            case DockerrunReading.Accepted accepted -> new DockerrunImages(images(accepted.dockerrun()));
            case DockerrunReading.Refused refused -> {
                notes.loss(
                        SourceSpan.ofFile(source.get().file()),
                        "The Dockerrun.aws.json cannot be read, so that its images stay named as they are.",
                        "'penstock lint " + source.get().file() + "' says what is wrong with it.");
                yield new DockerrunImages(Map.of());
            }
        };
    }

    private static Map<String, String> images(Dockerrun dockerrun) {
        Map<String, String> images = new LinkedHashMap<>();
        switch (dockerrun) {
            case Dockerrun.SingleContainer single ->
                single.image().ifPresent(image -> images.put(NAMELESS, image.name()));
            case Dockerrun.MultiContainer several -> {
                for (ContainerDefinition container : several.containers()) {
                    images.put(container.name(), container.image());
                }
            }
            case Dockerrun.ComposeCredentials credentials -> {
                // The images are in the Compose file beside it.
            }
        }
        return images;
    }

    /**
     * The containers that run an image.
     *
     * @param repository its name without a tag; what a variable of the shell stands for may be anything
     */
    List<String> containersOf(String repository) {
        return byContainer.entrySet().stream()
                .filter(entry -> ImageReference.parse(entry.getValue())
                        .filter(reference -> isSame(plain(reference.repository()), plain(repository)))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isSame(String name, String written) {
        Matcher variable = VARIABLE.matcher(written);
        int end = 0;
        while (variable.find()) {
            end = variable.end();
        }
        String known = written.substring(end);
        return end == 0 ? name.equals(written) : known.startsWith("/") && name.endsWith(known);
    }

    private static String plain(String repository) {
        Matcher hub = HUB.matcher(repository);
        return hub.lookingAt() ? repository.substring(hub.end()) : repository;
    }
}
