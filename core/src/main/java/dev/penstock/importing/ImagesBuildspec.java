package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A buildspec that builds images, pushes them to ECR, and says in {@code imagedefinitions.json} by which digests they are there.
 *
 * @param project what repositories begin with
 * @param images those that are built
 * @param first commands before all others
 */
record ImagesBuildspec(String project, List<BuiltImage> images, List<String> first) {

    ImagesBuildspec {
        images = List.copyOf(images);
        first = List.copyOf(first);
    }

    String text(String file) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        root.putObject("env").put("shell", "bash");
        ObjectNode phases = root.putObject("phases");
        ArrayNode before = phases.putObject("pre_build").putArray("commands");
        first.forEach(before::add);
        if (!images.isEmpty()) {
            images(before, phases);
        }
        root.putObject("artifacts").putArray("files").add("**/*");
        return "# Made of " + file + "." + repositories() + "\n" + YamlText.of(root);
    }

    private String repositories() {
        var commands = new ImageCommands(project);
        return images.isEmpty()
                ? ""
                : " The images go to these ECR repositories, which are made where they are missing: "
                        + images.stream().map(commands::repository).collect(Collectors.joining(", ")) + ".";
    }

    private void images(ArrayNode before, ObjectNode phases) {
        var commands = new ImageCommands(project);
        commands.before(images).forEach(before::add);
        ObjectNode build = phases.putObject("build");
        ArrayNode built = build.putArray("commands");
        images.forEach(image -> built.add(commands.build(image)));
        build.put("on-failure", "ABORT");
        ArrayNode after = phases.putObject("post_build").putArray("commands");
        images.forEach(image -> after.add(commands.push(image)));
        for (int i = 0; i < images.size(); i++) {
            after.add(commands.digest(images.get(i), i + 1));
        }
        after.add(definitions());
    }

    private String definitions() {
        String form = images.stream()
                .map(image -> "{\"name\":\"" + image.name() + "\",\"imageUri\":\"%s\"}")
                .collect(Collectors.joining(",", "[", "]"));
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= images.size(); i++) {
            values.append(" \"$IMAGE_").append(i).append('"');
        }
        return "printf '" + form + "'" + values + " > imagedefinitions.json";
    }
}
