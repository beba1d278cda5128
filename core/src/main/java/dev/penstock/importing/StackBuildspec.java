package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A buildspec that builds images, pushes them to ECR, and writes the templates and parameters of stacks that get them by digest.
 *
 * @param project what repositories begin with
 */
record StackBuildspec(String project, List<StackUpdate> updates) {

    StackBuildspec {
        updates = List.copyOf(updates);
    }

    String text(String file) {
        List<BuiltImage> images = updates.stream()
                .flatMap(update -> update.image().stream())
                .distinct()
                .toList();
        ImageCommands commands = new ImageCommands(project);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        root.putObject("env").put("shell", "bash");
        ObjectNode phases = root.putObject("phases");
        if (!images.isEmpty()) {
            commands.before(images).forEach(phases.putObject("pre_build").putArray("commands")::add);
            ObjectNode build = phases.putObject("build");
            ArrayNode built = build.putArray("commands");
            images.forEach(image -> built.add(commands.build(image)));
            build.put("on-failure", "ABORT");
        }
        ArrayNode after = phases.putObject("post_build").putArray("commands");
        images.forEach(image -> after.add(commands.push(image)));
        for (int i = 0; i < images.size(); i++) {
            after.add(commands.digest(images.get(i), i + 1));
        }
        after.add("mkdir -p " + StackUpdate.FOLDER);
        for (StackUpdate update : updates) {
            update.commands("IMAGE_" + (update.image().map(images::indexOf).orElse(0) + 1))
                    .forEach(after::add);
        }
        root.putObject("artifacts").putArray("files").add(StackUpdate.FOLDER + "/*");
        String repositories = images.isEmpty()
                ? ""
                : " The images go to these ECR repositories, which are made where they are missing: "
                        + images.stream().map(commands::repository).collect(Collectors.joining(", ")) + ".";
        return "# Made of " + file + "." + repositories
                + "\n# Templates and parameters are those of the stacks, with other images in them; jq is needed.\n"
                + YamlText.of(root);
    }
}
