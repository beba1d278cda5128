package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** The name of the ECR repository for a service. */
    String repository(BuiltImage image) {
        String name = image.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return project.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + "/" + name;
    }

    String text(String file) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        root.putObject("env").put("shell", "bash");
        ObjectNode phases = root.putObject("phases");
        ArrayNode before = phases.putObject("pre_build").putArray("commands");
        first.forEach(before::add);
        EcrCommands.registry().forEach(before::add);
        before.add(EcrCommands.login());
        images.forEach(image -> before.add(EcrCommands.repository(repository(image))));
        before.add("export TAG=\"${CODEBUILD_RESOLVED_SOURCE_VERSION:-latest}\"");
        ObjectNode build = phases.putObject("build");
        ArrayNode built = build.putArray("commands");
        images.forEach(image -> built.add(build(image)));
        build.put("on-failure", "ABORT");
        ArrayNode after = phases.putObject("post_build").putArray("commands");
        images.forEach(image -> after.add("docker push \"" + place(image) + ":$TAG\""));
        for (int i = 0; i < images.size(); i++) {
            after.add(digest(images.get(i), i + 1));
        }
        after.add(definitions());
        root.putObject("artifacts").putArray("files").add("**/*");
        return "# Made of " + file
                + ". The images go to these ECR repositories, which are made where they are missing: "
                + images.stream().map(this::repository).collect(Collectors.joining(", ")) + ".\n"
                + YamlText.of(root);
    }

    private String place(BuiltImage image) {
        return EcrCommands.REGISTRY + "/" + repository(image);
    }

    private String build(BuiltImage image) {
        List<String> words = new ArrayList<>(List.of("docker build --tag \"" + place(image) + ":$TAG\""));
        image.dockerfile().ifPresent(dockerfile -> words.add("--file " + quoted(dockerfile)));
        image.target().ifPresent(target -> words.add("--target " + quoted(target)));
        for (Map.Entry<String, String> arg : image.args().entrySet()) {
            // Docker takes the value of an argument without one from the environment.
            boolean secret = SecretNames.matches(arg.getKey());
            words.add("--build-arg " + quoted(secret ? arg.getKey() : arg.getKey() + "=" + arg.getValue()));
        }
        words.add(quoted(image.context()));
        return String.join(" ", words);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private String digest(BuiltImage image, int number) {
        return EcrCommands.digest("IMAGE_" + number, place(image), place(image) + ":$TAG");
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
