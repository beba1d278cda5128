package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.DockerfileText;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ImageBuild;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The images of an application: pulled, or built of its bundle. Methods block while the engine works. */
final class ContainerImages {

    private static final String BUILD = "Docker Specific Build Application";

    private final ContainerRuntime runtime;
    private final String name;
    private final Application.Containers application;
    private final Optional<SourceBundle> bundle;
    private final Map<String, PulledImage> images;
    private final Consumer<String> log;

    /**
     * @param name for what is made, unique among those of the runtime
     * @param images how to get those that are pulled, by reference
     * @param log takes lines for the engine's log
     */
    ContainerImages(
            ContainerRuntime runtime,
            String name,
            Application.Containers application,
            Optional<SourceBundle> bundle,
            Map<String, PulledImage> images,
            Consumer<String> log) {
        this.runtime = runtime;
        this.name = name;
        this.application = application;
        this.bundle = bundle;
        this.images = Map.copyOf(images);
        this.log = log;
    }

    /**
     * Gets the images: what a platform does before it touches what runs.
     *
     * @throws BundleRefused on the instance
     */
    Map<String, String> prepare() throws BundleRefused {
        log.accept("[INFO] Executing instruction: " + BUILD);
        application.remarks().forEach(remark -> log.accept("[WARN] " + remark));
        Map<String, String> ready = new HashMap<>();
        for (PlannedContainer plan : application.containers()) {
            try {
                ready.put(
                        plan.name(),
                        switch (plan.image()) {
                            case Image.Pull pull -> pull(pull);
                            case Image.Build build -> build(plan, build);
                        });
            } catch (ContainerFailure e) {
                throw unavailable(plan, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw BundleRefused.onInstance(BUILD, "", "interrupted");
            }
        }
        return ready;
    }

    private String pull(Image.Pull pull) throws ContainerFailure, InterruptedException {
        PulledImage image = images.getOrDefault(
                pull.reference(), new PulledImage(pull.reference(), Optional.empty(), Optional.empty()));
        log.accept("[INFO] Running command: docker pull " + pull.reference());
        if (image.problem().isPresent()) {
            throw new ContainerFailure(image.problem().get());
        }
        return runtime.pull(image.reference(), image.login());
    }

    private String build(PlannedContainer plan, Image.Build build) throws ContainerFailure, InterruptedException {
        log.accept("[INFO] Running command: docker build -t aws_beanstalk/staging-app /var/app/staging/"
                + build.context());
        SourceBundle source = bundle.orElseThrow();
        if (!source.has(build.path())) {
            throw new ContainerFailure(
                    "failed to read dockerfile: open " + build.dockerfile() + ": no such file or directory");
        }
        Map<String, byte[]> replaced = new HashMap<>();
        Map<String, String> bases = bases(source.text(build.path()).orElse(""));
        if (!bases.isEmpty()) {
            String dockerfile =
                    DockerfileText.beginningWith(source.text(build.path()).orElse(""), bases);
            replaced.put(build.path(), dockerfile.getBytes(StandardCharsets.UTF_8));
        }
        String image = (name + "-" + plan.name()).toLowerCase(Locale.ROOT).replace('_', '-');
        return runtime.build(
                new ImageBuild(
                        image,
                        ContainerFiles.folder(source, build.context(), replaced),
                        build.dockerfile(),
                        build.arguments(),
                        build.target()),
                line -> line.lines().forEach(log));
    }

    /** What the engine has of images that a Dockerfile begins with and that need a login. */
    private Map<String, String> bases(String dockerfile) throws ContainerFailure, InterruptedException {
        Map<String, String> ready = new HashMap<>();
        for (String base : DockerfileText.bases(dockerfile)) {
            if (images.containsKey(base)) {
                ready.put(base, pull(new Image.Pull(base, true)));
            }
        }
        return ready;
    }

    /** Events: users' reports of the Docker platform and of the ECS platform. */
    private BundleRefused unavailable(PlannedContainer plan, ContainerFailure failure) {
        String said = "Error response from daemon: " + failure.getMessage();
        if (application.form() == Application.Form.ECS_TASK) {
            return BundleRefused.onInstance(
                    "Start ECS task",
                    "ECS task stopped due to: Task failed to start. (" + plan.name() + ": CannotPullContainerError: "
                            + said + ")",
                    "Failed to start ECS task after retrying 2 time(s).");
        }
        return plan.image() instanceof Image.Build
                ? BundleRefused.onInstance(
                        BUILD,
                        "Instance deployment failed to build the Docker image. The deployment failed.",
                        "failed to build docker image: Command /bin/sh -c docker build failed with error exit status 1."
                                + " Stderr:" + said)
                : BundleRefused.onInstance(
                        BUILD,
                        "Instance deployment failed to download the Docker image. The deployment failed.",
                        "failed to pull docker image: Command /bin/sh -c docker pull failed with error exit status 1."
                                + " Stderr:" + said);
    }
}
