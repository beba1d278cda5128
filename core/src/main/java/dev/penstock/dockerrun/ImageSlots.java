package dev.penstock.dockerrun;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The places for images in a file.
 *
 * @param slots in the order of the file
 * @param problems errors for which the file cannot be used; then there are no slots
 */
record ImageSlots(List<ImageSlot> slots, List<Problem> problems) {

    static ImageSlots of(SourceText source) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, problems);
        if (document.isEmpty() || problems.hasErrors()) {
            return new ImageSlots(List.of(), problems.list());
        }
        SourceNode root = document.get();
        boolean compose = !DocumentReader.isJson(source) && !DockerrunReader.recognises(root);
        List<ImageSlot> slots = compose ? ofCompose(root, problems) : ofDockerrun(root, problems);
        return new ImageSlots(problems.hasErrors() ? List.of() : slots, problems.list());
    }

    private static List<ImageSlot> ofDockerrun(SourceNode root, Problems problems) {
        if (!(DockerrunReader.read(root, problems) instanceof DockerrunReading.Accepted accepted)) {
            return List.of();
        }
        return switch (accepted.dockerrun()) {
            case Dockerrun.SingleContainer single -> List.of(ofSingle(root, single, problems));
            case Dockerrun.MultiContainer several -> ofContainers(root, several);
            case Dockerrun.ComposeCredentials credentials -> {
                problems.report(
                        ProblemType.DOCKERRUN_IMAGE_PLACE,
                        root.span(),
                        "",
                        "Version " + credentials.version() + " names no images: the Compose file beside it does.",
                        "Put the images into docker-compose.yml.");
                yield List.of();
            }
        };
    }

    private static ImageSlot ofSingle(SourceNode root, Dockerrun.SingleContainer single, Problems problems) {
        if (single.image().isEmpty()) {
            problems.report(
                    ProblemType.DOCKERRUN_IMAGE_PLACE,
                    root.span(),
                    "/Image",
                    "This file names no image: Elastic Beanstalk builds the Dockerfile of the bundle.",
                    "Add \"Image\": {\"Name\": \"…\"} and \"Ports\", and leave the Dockerfile out of the bundle.");
        }
        Optional<SourceNode.Scalar> name = child(root, "Image").flatMap(image -> scalar(image, "Name"));
        return new ImageSlot("", "/Image/Name", name, Optional.empty(), root.span());
    }

    private static List<ImageSlot> ofContainers(SourceNode root, Dockerrun.MultiContainer several) {
        List<ImageSlot> slots = new ArrayList<>();
        if (child(root, "containerDefinitions").orElseThrow() instanceof SourceNode.Sequence definitions) {
            for (int i = 0; i < definitions.items().size(); i++) {
                SourceNode node = definitions.items().get(i);
                String path = "/containerDefinitions/" + i + "/image";
                String name = several.containers().get(i).name();
                slots.add(new ImageSlot(name, path, scalar(node, "image"), Optional.empty(), node.span()));
            }
        }
        return slots;
    }

    private static List<ImageSlot> ofCompose(SourceNode root, Problems problems) {
        List<ImageSlot> slots = new ArrayList<>();
        if (child(root, "services").orElse(root) instanceof SourceNode.Mapping services && !services.equals(root)) {
            for (SourceNode.Entry service : services.entries()) {
                if (service.value() instanceof SourceNode.Mapping mapping) {
                    String path = "/services/" + service.name() + "/image";
                    slots.add(new ImageSlot(
                            service.name(),
                            path,
                            scalar(mapping, "image"),
                            mapping.entry("build"),
                            service.key().span()));
                }
            }
        }
        if (slots.isEmpty()) {
            problems.report(
                    ProblemType.DOCKERRUN_IMAGE_PLACE,
                    root.span(),
                    "/services",
                    "This is no Dockerrun.aws.json, and no Compose file with services.",
                    "Name the file that says which images run.");
        }
        return slots;
    }

    private static Optional<SourceNode> child(SourceNode node, String name) {
        return node instanceof SourceNode.Mapping mapping ? mapping.get(name) : Optional.empty();
    }

    private static Optional<SourceNode.Scalar> scalar(SourceNode node, String name) {
        return child(node, name)
                .filter(value -> !value.isNull())
                .flatMap(value -> value instanceof SourceNode.Scalar scalar ? Optional.of(scalar) : Optional.empty());
    }
}
