package dev.penstock.image;

import dev.penstock.image.ImageBuildException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Finds context and Dockerfile inside an artifact's folder, and nothing outside of it.
 *
 * @param context the folder that the Dockerfile copies from
 * @param dockerfile the Dockerfile
 */
record ImagePlace(Path context, Path dockerfile) {

    private static final String USUAL_NAME = "Dockerfile";

    static ImagePlace in(Path folder, ImageConfiguration configuration) throws IOException {
        Path top = folder.toRealPath();
        Path context = inside(top, configuration.options().context().orElse("."), "context");
        if (!Files.isDirectory(context)) {
            throw new ImageBuildException(
                    Reason.NO_DOCKERFILE,
                    "The context folder '" + top.relativize(context) + "' is not in the input artifact.");
        }
        Path dockerfile =
                inside(top, configuration.options().dockerfile().orElse(configuration.dockerfile()), "Dockerfile");
        if (Files.isDirectory(dockerfile)) {
            dockerfile = dockerfile.resolve(USUAL_NAME);
        }
        if (!Files.isRegularFile(dockerfile)) {
            throw new ImageBuildException(
                    Reason.NO_DOCKERFILE,
                    "There is no Dockerfile '" + top.relativize(dockerfile)
                            + "' in the input artifact. DockerFilePath says where it is, from the artifact's top.");
        }
        return new ImagePlace(context, dockerfile);
    }

    private static Path inside(Path top, String name, String what) throws IOException {
        try {
            Path path = top.resolve(name.startsWith("/") ? "." + name : name).normalize();
            Path real = Files.exists(path) ? path.toRealPath() : path;
            if (real.startsWith(top)) {
                return real;
            }
        } catch (InvalidPathException e) {
            throw new ImageBuildException(
                    Reason.NO_DOCKERFILE, "'" + name + "' cannot be the path of a " + what + ".", false, e);
        }
        throw new ImageBuildException(
                Reason.NO_DOCKERFILE, "The " + what + " '" + name + "' leads out of the input artifact.");
    }
}
