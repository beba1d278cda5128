package dev.penstock.importing;

import dev.penstock.document.SourceNode.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * A service or job of Copilot.
 *
 * @param root its manifest
 * @param file the manifest's name
 * @param image the image of its main container, if it is built
 * @param location the image of its main container, if it is built elsewhere
 * @param sidecars images of sidecars that are built
 */
record CopilotWorkload(
        String name,
        CopilotType type,
        Mapping root,
        String file,
        Optional<BuiltImage> image,
        Optional<String> location,
        List<BuiltImage> sidecars) {

    CopilotWorkload {
        sidecars = List.copyOf(sidecars);
    }
}
