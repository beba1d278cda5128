package dev.penstock.dockerrun;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Version 1: one container. */
final class SingleContainerReader {

    private static final List<String> NAMES =
            List.of("Image", "Ports", "Volumes", "Logging", "Entrypoint", "Command", "Authentication");

    private final Problems problems;
    private final FieldContext context;

    SingleContainerReader(Problems problems, FieldContext context) {
        this.problems = problems;
        this.context = context;
    }

    Dockerrun read(Fields root, SourceNode.Mapping mapping) {
        refuseContainers(root, mapping);
        FieldCase.check(root, mapping, NAMES, problems);
        Optional<Dockerrun.Image> image = root.mapping("Image").flatMap(fields -> image(fields, mapping));
        if (image.isPresent() && !root.has("Ports")) {
            problems.report(
                    ProblemType.DOCKERRUN_FIELD_MISSING,
                    root.span("Image"),
                    "/Ports",
                    "'Ports' is missing: with 'Image' Elastic Beanstalk needs to know what the container listens on.",
                    "Add \"Ports\": [{\"ContainerPort\": \"80\"}] with the port of the image.");
        }
        List<Dockerrun.Port> ports = new ArrayList<>();
        root.list(
                "Ports", (node, path) -> ports.addAll(port(node, path).stream().toList()));
        var dockerrun = new Dockerrun.SingleContainer(
                image,
                ports,
                root.list("Volumes", this::volume),
                root.text("Logging").filter(text -> !text.isEmpty()),
                root.text("Entrypoint"),
                root.text("Command"),
                DockerrunReader.authentication(root, "Authentication", "Bucket", "Key", problems));
        root.end();
        return dockerrun;
    }

    /** Fields of version 2 under version 1 are a mistake in the version, not words that nobody knows. */
    private void refuseContainers(Fields root, SourceNode.Mapping mapping) {
        mapping.entry("containerDefinitions").ifPresent(entry -> {
            root.ignore("containerDefinitions", "volumes", "authentication");
            problems.report(
                    ProblemType.DOCKERRUN_VERSION,
                    entry.key().span(),
                    "/containerDefinitions",
                    "'containerDefinitions' belongs to version 2; this file says version 1.",
                    "Write \"" + DockerrunReader.VERSION + "\": 2.");
        });
    }

    /** Without a name it says nothing of use: then there is a Dockerfile, which is built (Developer Guide, "Docker configuration"). */
    private Optional<Dockerrun.Image> image(Fields fields, SourceNode.Mapping root) {
        if (root.get("Image").orElse(root) instanceof SourceNode.Mapping mapping) {
            FieldCase.check(fields, mapping, List.of("Name", "Update"), problems);
        }
        Optional<String> name = fields.text("Name").filter(text -> !text.isEmpty());
        boolean misspelt = root.get("Image").orElse(root) instanceof SourceNode.Mapping image
                && image.entries().stream()
                        .anyMatch(entry -> entry.name().equalsIgnoreCase("Name")
                                && !entry.name().equals("Name"));
        if (name.isEmpty() && root.get("Image").orElse(root) instanceof SourceNode.Mapping && !misspelt) {
            problems.report(
                    ProblemType.DOCKERRUN_IMAGE_UNNAMED,
                    root.get("Image").orElse(root).span(),
                    "/Image",
                    "'Image' has no 'Name', so that Elastic Beanstalk builds the Dockerfile of the bundle.",
                    "Leave 'Image' out where there is a Dockerfile; otherwise add the name.");
        }
        Optional<String> update = fields.text("Update");
        if (update.isPresent() && !update.get().equals("true") && !update.get().equals("false")) {
            problems.report(
                    ProblemType.DOCKERRUN_VALUE,
                    fields.span("Update"),
                    Fields.child(fields.path(), "Update"),
                    "'Update' is '" + update.get() + "'; it can be \"true\" or \"false\".");
        }
        fields.end();
        return name.map(text -> new Dockerrun.Image(text, update.map("true"::equals)));
    }

    private List<Dockerrun.Port> port(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        if (node instanceof SourceNode.Mapping mapping) {
            FieldCase.check(fields, mapping, List.of("ContainerPort", "HostPort"), problems);
        }
        fields.requirePresent("ContainerPort");
        OptionalInt container = number(fields, "ContainerPort");
        OptionalInt host = number(fields, "HostPort");
        fields.end();
        return container.isPresent() ? List.of(new Dockerrun.Port(container.getAsInt(), host)) : List.of();
    }

    /** A port as a number or as text that is one: Elastic Beanstalk takes both, and so do its examples. */
    private OptionalInt number(Fields fields, String name) {
        Optional<String> text = fields.text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.get().matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text.get());
            if (port >= 1 && port <= 65535) {
                return OptionalInt.of(port);
            }
        }
        problems.report(
                ProblemType.DOCKERRUN_PORT,
                fields.span(name),
                Fields.child(fields.path(), name),
                "'" + text.get() + "' is not a port.",
                "Write one number from 1 to 65535, such as \"8080\".");
        return OptionalInt.empty();
    }

    private Dockerrun.Volume volume(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        if (node instanceof SourceNode.Mapping mapping) {
            FieldCase.check(fields, mapping, List.of("HostDirectory", "ContainerDirectory"), problems);
        }
        var volume = new Dockerrun.Volume(fields.text("HostDirectory"), fields.requireText("ContainerDirectory"));
        fields.end();
        return volume;
    }
}
