package dev.penstock.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines of shell that build images and push them to ECR.
 *
 * @param project what the names of repositories begin with
 */
record ImageCommands(String project) {

    /** The name of the ECR repository for an image. */
    String repository(BuiltImage image) {
        return plain(project) + "/" + plain(image.name());
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** Lines before all images: lets Docker in, and makes repositories that are missing. */
    List<String> before(List<BuiltImage> images) {
        List<String> lines = new ArrayList<>(EcrCommands.registry());
        lines.add(EcrCommands.login());
        images.forEach(image -> lines.add(EcrCommands.repository(repository(image))));
        lines.add("export TAG=\"${CODEBUILD_RESOLVED_SOURCE_VERSION:-latest}\"");
        return lines;
    }

    String build(BuiltImage image) {
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

    String push(BuiltImage image) {
        return "docker push \"" + place(image) + ":$TAG\"";
    }

    /** Puts the image by its digest into the variable {@code IMAGE_NUMBER}. */
    String digest(BuiltImage image, int number) {
        return EcrCommands.digest("IMAGE_" + number, place(image), place(image) + ":$TAG");
    }

    private String place(BuiltImage image) {
        return EcrCommands.REGISTRY + "/" + repository(image);
    }

    /** A text as a word of the shell. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
