package dev.penstock.build;

/** Where a build runs. */
public sealed interface BuildLocation {

    /** In processes of this machine, as the user that runs Penstock. */
    record Host() implements BuildLocation {}

    /**
     * In a container of its own.
     *
     * @param image what the container is made from, such as {@code public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0}
     * @param privileged whether the build may use the machine as its own, which a Docker daemon inside it needs
     */
    record Container(String image, boolean privileged) implements BuildLocation {

        public Container {
            if (image.isBlank()) {
                throw new IllegalArgumentException("a container is made from an image");
            }
        }
    }

    /** In AWS CodeBuild, as the project says there that the action names. */
    record CodeBuild() implements BuildLocation {}
}
