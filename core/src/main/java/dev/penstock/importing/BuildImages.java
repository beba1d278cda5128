package dev.penstock.importing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CodeBuild's own images, as far as AWS publishes them ("Run builds locally with the AWS CodeBuild agent", CodeBuild User Guide). */
final class BuildImages {

    private static final Pattern AMAZON_LINUX =
            Pattern.compile("aws/codebuild/(amazonlinux[a-z0-9]*-(?:x86_64|aarch64)-standard:[0-9.]+)(?:-[0-9.]+)?");

    private BuildImages() {}

    /** The name under which an image can be pulled; empty for images that CodeBuild keeps for itself. */
    static Optional<String> published(String image) {
        Matcher matcher = AMAZON_LINUX.matcher(image);
        if (matcher.matches()) {
            return Optional.of("public.ecr.aws/codebuild/" + matcher.group(1));
        }
        return image.startsWith("aws/codebuild/") || image.contains(" ") ? Optional.empty() : Optional.of(image);
    }
}
