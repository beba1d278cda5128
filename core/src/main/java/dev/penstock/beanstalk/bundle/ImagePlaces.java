package dev.penstock.beanstalk.bundle;

import dev.penstock.beanstalk.bundle.BundlePreparation.ImagePin;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.dockerrun.DockerrunReading;
import dev.penstock.dockerrun.ImageReplacement;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.image.ImageFiles;
import dev.penstock.json.JsonWriter;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts the images of an image stage, which {@code imageDetail.json} or {@code imagedefinitions.json} names, where the platform
 * reads them: into the {@code Dockerrun.aws.json} or the Compose file of the bundle, of which all the rest stays as it is, or
 * into a {@code Dockerrun.aws.json} of version 1 that is written anew. The files that name the images do not go into the bundle:
 * the same images make the same bundle, however often they were built.
 */
final class ImagePlaces {

    private static final String DOCKERRUN = "Dockerrun.aws.json";

    private static final List<String> COMPOSE =
            List.of("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml");

    private static final Set<String> SOURCES = Set.of(ImageFiles.DETAIL, ImageFiles.DEFINITIONS);

    private final int containerPort;
    private final ImagePin pin;

    ImagePlaces(int containerPort, ImagePin pin) {
        this.containerPort = containerPort;
        this.pin = pin;
    }

    /**
     * Files with images.
     *
     * @param files content by name
     * @param leftOut files of the folder that do not go in as they are
     * @param images by container
     */
    record Placed(Map<String, byte[]> files, Set<String> leftOut, Map<String, String> images) {

        static final Placed NOTHING = new Placed(Map.of(), Set.of(), Map.of());
    }

    /** Whether an artifact with these files brings images. */
    static boolean isBroughtBy(List<String> names) {
        return names.stream().anyMatch(SOURCES::contains);
    }

    Placed place(Path folder) throws IOException, BundleRefusal {
        Map<String, String> named = named(folder);
        if (named.isEmpty()) {
            return Placed.NOTHING;
        }
        Map<String, String> images = new TreeMap<>();
        for (Map.Entry<String, String> image : named.entrySet()) {
            images.put(image.getKey(), pin.pinned(image.getValue()));
        }
        Set<String> leftOut = new LinkedHashSet<>(SOURCES);
        Optional<String> file = file(folder);
        if (file.isEmpty()) {
            return anew(folder, images, leftOut);
        }
        byte[] own = SourceText.bytes(folder.resolve(file.get()));
        leftOut.add(file.get());
        return new Placed(Map.of(file.get(), replaced(file.get(), own, images)), leftOut, images);
    }

    private static byte[] replaced(String file, byte[] own, Map<String, String> images) throws BundleRefusal {
        String only = images.get("");
        ImageReplacement.Result result =
                only == null ? ImageReplacement.images(file, own, images) : ImageReplacement.image(file, own, only);
        return switch (result) {
            case ImageReplacement.Result.Replaced replaced -> replaced.content();
            case ImageReplacement.Result.Refused(List<Problem> problems) ->
                throw new BundleRefusal(
                        "PEN-BEANSTALK-004",
                        "The images of the artifact cannot be put into its '" + file + "'. Nothing was changed.",
                        problems.stream().map(ImagePlaces::line).toList());
        };
    }

    /**
     * With a Compose file the platform "Docker" reads a Dockerrun only for how to log in to a registry. Version 2 is for the
     * platform "ECS", which knows no Compose file: one beside it is for the developers.
     */
    private static Optional<String> file(Path folder) throws IOException {
        Path dockerrun = folder.resolve(DOCKERRUN);
        if (Files.isRegularFile(dockerrun)
                && DockerrunReader.read(SourceText.read(DOCKERRUN, dockerrun))
                        instanceof DockerrunReading.Accepted accepted
                && accepted.dockerrun() instanceof Dockerrun.MultiContainer) {
            return Optional.of(DOCKERRUN);
        }
        return Stream.concat(COMPOSE.stream(), Stream.of(DOCKERRUN))
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .findFirst();
    }

    private Placed anew(Path folder, Map<String, String> images, Set<String> leftOut) throws BundleRefusal {
        if (Files.isRegularFile(folder.resolve("Dockerfile"))) {
            // The instances build the image themselves, as the platform does where both are there.
            return new Placed(Map.of(), leftOut, Map.of());
        }
        Set<String> different = new LinkedHashSet<>(images.values());
        if (different.size() > 1) {
            throw new BundleRefusal(
                    "PEN-BEANSTALK-004",
                    "The artifact brings " + different.size()
                            + " images and no file that says how they run together. Add"
                            + " a docker-compose.yml or a Dockerrun.aws.json of version 2. Nothing was changed.",
                    List.copyOf(different));
        }
        String image = different.iterator().next();
        String dockerrun = JsonWriter.indented()
                .object()
                .field("AWSEBDockerrunVersion", "1")
                .name("Image")
                .object()
                .field("Name", image)
                .field("Update", "true")
                .endObject()
                .name("Ports")
                .array()
                .object()
                .field("ContainerPort", Integer.toString(containerPort))
                .endObject()
                .endArray()
                .endObject()
                .toString();
        return new Placed(Map.of(DOCKERRUN, dockerrun.getBytes(StandardCharsets.UTF_8)), leftOut, Map.of("", image));
    }

    /** The images by container: {@code imagedefinitions.json} says more than {@code imageDetail.json}. */
    private static Map<String, String> named(Path folder) throws IOException, BundleRefusal {
        Map<String, String> images = new LinkedHashMap<>();
        Path definitions = folder.resolve(ImageFiles.DEFINITIONS);
        if (Files.isRegularFile(definitions)) {
            SourceNode root = read(definitions);
            if (root instanceof SourceNode.Sequence list) {
                for (SourceNode item : list.items()) {
                    images.put(text(item, "name"), text(item, "imageUri"));
                }
            }
        }
        Path detail = folder.resolve(ImageFiles.DETAIL);
        if (images.isEmpty() && Files.isRegularFile(detail)) {
            images.put("", text(read(detail), "ImageURI"));
        }
        return images;
    }

    private static SourceNode read(Path file) throws IOException, BundleRefusal {
        Problems problems = new Problems();
        Optional<SourceNode> root =
                DocumentReader.read(SourceText.read(file.getFileName().toString(), file), problems);
        if (root.isEmpty() || !problems.list().isEmpty()) {
            throw new BundleRefusal(
                    "PEN-BEANSTALK-003",
                    "'" + file.getFileName() + "' of the artifact cannot be read. Nothing was changed.",
                    problems.list().stream().map(ImagePlaces::line).toList());
        }
        return root.get();
    }

    static String line(Problem problem) {
        return problem.span() + ": " + problem.message();
    }

    private static String text(SourceNode node, String key) throws BundleRefusal {
        if (node instanceof SourceNode.Mapping mapping
                && mapping.get(key).orElse(node) instanceof SourceNode.Scalar scalar
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw new BundleRefusal(
                "PEN-BEANSTALK-003", node.span() + ": '" + key + "' is missing or no text. Nothing was changed.");
    }
}
