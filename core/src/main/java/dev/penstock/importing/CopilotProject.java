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
 */
public record CopilotProject(ProjectFolder folder, Optional<Destination> destination) {

    static final String FOLDER = "copilot";

    public CopilotProject {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(destination, "destination");
    }

    /** The name of the application, which {@code copilot/.workspace} has. */
    Optional<String> application() {
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
