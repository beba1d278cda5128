package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.Problems;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the import of a manifest of Copilot needs to know besides the manifest.
 *
 * @param folder the folder that has the folder {@code copilot}, from which paths in manifests are meant
 * @param destination what Copilot made of the manifest: a service of ECS, whose names have letters that no manifest has, or a stack
 *     {@code APPLICATION-ENVIRONMENT-NAME}; pipelines need none
 * @param named the application, where {@code copilot/.workspace} does not name it
 */
public record CopilotProject(ProjectFolder folder, Optional<Destination> destination, Optional<String> named) {

    static final String FOLDER = "copilot";

    public CopilotProject {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(named, "named");
    }

    /** The application is the one that {@code copilot/.workspace} names. */
    public CopilotProject(ProjectFolder folder, Optional<Destination> destination) {
        this(folder, destination, Optional.empty());
    }

    /** The name of the application. */
    Optional<String> application() {
        return named.or(this::ofWorkspace);
    }

    private Optional<String> ofWorkspace() {
        return folder.file(FOLDER + "/.workspace")
                .flatMap(text -> DocumentReader.read(text, new Problems()))
                .filter(Mapping.class::isInstance)
                .flatMap(document -> Nodes.text((Mapping) document, "application"));
    }

    /** The paths of all manifests of services and jobs. */
    List<String> manifests() {
        return folder.names(FOLDER).stream()
                .filter(name -> name.endsWith("/"))
                .flatMap(name -> List.of("manifest.yml", "manifest.yaml").stream()
                        .map(file -> FOLDER + "/" + name + file)
                        .filter(path -> folder.file(path).isPresent())
                        .limit(1))
                .toList();
    }
}
