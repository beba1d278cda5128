package dev.penstock.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The images that a job pushes and the {@code Dockerrun.aws.json} beside it runs: they are deployed by the digest that they were
 * pushed with. Those of Docker Hub go to ECR under the same name, unless they are to stay; Docker Hub's login is then not needed.
 */
final class TravisImages {

    /** A copy of the source as it was: Travis cleaned up what the build left before it deployed. */
    private static final String BUNDLE = "$BUNDLE";

    private static final String COPY =
            "export BUNDLE=\"${CODEBUILD_SRC_DIR%/*}/bundle\" && cp -a \"$CODEBUILD_SRC_DIR\" \"$BUNDLE\"";

    private final List<PushedImage> images;
    private final TravisPhases phases;
    private final boolean leavesBuilt;

    private TravisImages(List<PushedImage> images, TravisPhases phases, boolean leavesBuilt) {
        this.images = List.copyOf(images);
        this.phases = phases;
        this.leavesBuilt = leavesBuilt;
    }

    /**
     * Finds them.
     *
     * @param targets that are deployed to
     */
    static TravisImages of(
            TravisPhases phases,
            TravisEnvironment environment,
            TravisProject project,
            List<Target> targets,
            Notes notes) {
        DockerrunImages run = DockerrunImages.of(project.dockerrun(), notes);
        boolean leavesBuilt = targets.stream().anyMatch(Target::fromBuild);
        Map<String, PushedImage> found = new LinkedHashMap<>();
        if (!targets.isEmpty() && !run.byContainer().isEmpty()) {
            for (TravisCommand command : phases.all()) {
                for (String part : DockerWords.parts(command.text())) {
                    DockerWords.pushed(part)
                            .flatMap(name -> image(name, command, environment, run, project.registry()))
                            .ifPresent(image -> found.put(image.repository(), image));
                }
            }
        }
        List<PushedImage> images = List.copyOf(found.values());
        Optional<PushedImage> first = images.stream().findFirst();
        if (first.isPresent()
                && targets.stream().anyMatch(target -> target.bundle().isPresent())) {
            notes.loss(
                    first.get().span(),
                    "The bundle is a file that the build makes, so that the images in it stay named by their tags.",
                    "Leave 'zip_file' out to deploy the folder; its images are then deployed by digest.");
            return new TravisImages(List.of(), phases, leavesBuilt);
        }
        tell(images, notes);
        return new TravisImages(images, new TravisImageCommands(images, notes).in(phases), leavesBuilt);
    }

    private static Optional<PushedImage> image(
            String name,
            TravisCommand command,
            TravisEnvironment environment,
            DockerrunImages run,
            TravisProject.Registry registry) {
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/') && colon > name.lastIndexOf('}');
        String repository = tagged ? name.substring(0, colon) : name;
        String resolved = environment.resolved(repository);
        List<String> containers = run.containersOf(resolved);
        boolean moved = registry == TravisProject.Registry.ECR && PushedImage.isOnHub(resolved);
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new PushedImage(
                        repository, tagged ? name.substring(colon) : "", containers, moved, command.span()));
    }

    private static void tell(List<PushedImage> images, Notes notes) {
        images.stream()
                .findFirst()
                .ifPresent(first -> notes.note(
                        first.span(),
                        "The containers "
                                + images.stream()
                                        .flatMap(image -> image.containers().stream())
                                        .collect(Collectors.joining(", "))
                                + " of Dockerrun.aws.json get the images that are pushed here, by their digests."));
        List<PushedImage> moved = images.stream().filter(PushedImage::isMoved).toList();
        moved.stream()
                .findFirst()
                .ifPresent(first -> notes.note(
                        first.span(),
                        "These images go to Amazon ECR under the same names: "
                                + moved.stream().map(PushedImage::nameInEcr).collect(Collectors.joining(", "))
                                + ". The environment's instance profile has to be allowed to pull them. With --keep-registry"
                                + " they stay where the file pushes them."));
    }

    /** The commands of the job, for where the images are now. */
    TravisPhases phases() {
        return phases;
    }

    /** Whether there is any. */
    boolean isAny() {
        return !images.isEmpty();
    }

    /** Whether the build has to speak to AWS for them. */
    boolean needAws() {
        return images.stream().anyMatch(PushedImage::isMoved);
    }

    /** Commands before all others. */
    List<String> before() {
        List<String> before = new ArrayList<>();
        if (isAny() && !leavesBuilt) {
            before.add(COPY);
        }
        if (needAws()) {
            before.addAll(EcrCommands.registry());
        }
        return before;
    }

    /** Commands after all pushes, which say by which digests the images are there. */
    List<String> after() {
        List<String> after = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            PushedImage image = images.get(i);
            String variable = "IMAGE_" + (i + 1);
            after.add(EcrCommands.digest(variable, image.place(), image.place() + image.tag()));
            for (String container : image.containers()) {
                entries.add("{\"name\":\"" + container + "\",\"imageUri\":\"%s\"}");
                values.add("\"$" + variable + "\"");
            }
        }
        if (!after.isEmpty()) {
            after.add("printf '[" + String.join(",", entries) + "]' " + String.join(" ", values) + " > \""
                    + (leavesBuilt ? "$CODEBUILD_SRC_DIR" : BUNDLE) + "/imagedefinitions.json\"");
        }
        return after;
    }

    /** The folder that is deployed, where it is not the one that the build works in. */
    Optional<String> folder() {
        return isAny() && !leavesBuilt ? Optional.of(BUNDLE) : Optional.empty();
    }
}
