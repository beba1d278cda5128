package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Restart;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Docker platform without Compose: one container behind the platform's proxy. A Dockerfile takes the place of an image.
 * Sources: Developer Guide, "Docker configuration", "Troubleshooting Docker containers"; what the platform of Amazon Linux
 * does in its hooks.
 */
final class SingleApplication {

    private static final String DOCKERRUN = "Dockerrun.aws.json";
    private static final String DOCKERFILE = "Dockerfile";
    private static final String BUILD = "Docker Specific Build Application";
    private static final String RUN = "Run Docker Container";
    private static final int PROXY = 80;

    private SingleApplication() {}

    static Application of(SourceBundle bundle, Map<String, String> environment) throws BundleRefused {
        boolean built = bundle.has(DOCKERFILE);
        if (!built && !bundle.has(DOCKERRUN)) {
            throw BundleRefused.onInstance(
                    BUILD,
                    "Instance deployment: Both 'Dockerfile' and 'Dockerrun.aws.json' are missing in your source bundle."
                            + " Include at least one of them. The deployment failed.",
                    "Dockerfile and Dockerrun.aws.json are both missing, abort deployment");
        }
        Dockerrun.SingleContainer file = bundle.has(DOCKERRUN)
                ? DockerrunReader.single(bundle.text(DOCKERRUN).orElse(""))
                : new Dockerrun.SingleContainer(
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Image image = built ? new Image.Build("", DOCKERFILE, Map.of(), Optional.empty()) : pulled(file);
        Optional<String> exposed =
                built ? DockerfileText.port(bundle.text(DOCKERFILE).orElse("")) : Optional.empty();
        List<PortMapping> ports = ports(file, exposed);
        PlannedContainer container = new PlannedContainer(
                "current-app",
                image,
                file.entrypoint().map(Values::words).orElse(List.of()),
                file.command().map(Values::words).orElse(List.of()),
                environment,
                ports,
                mounts(file),
                new PlannedContainer.Network(Set.of(), Optional.empty(), Map.of(), false),
                List.of(),
                true,
                settings(file));
        return new Application.Containers(
                Application.Form.SINGLE, List.of(container), PROXY, file.authentication(), List.of());
    }

    private static Image pulled(Dockerrun.SingleContainer file) throws BundleRefused {
        Dockerrun.Image image = file.image()
                .orElseThrow(() -> BundleRefused.onInstance(
                        BUILD,
                        "No Docker image specified in either Dockerfile or Dockerrun.aws.json. Abort deployment.",
                        "No Docker image specified in either Dockerfile or Dockerrun.aws.json. Abort deployment."));
        if (!ImageReference.isOne(image.name())) {
            throw BundleRefused.onInstance(
                    BUILD,
                    "Instance deployment failed to download the Docker image. The deployment failed.",
                    "failed to pull docker image: Command /bin/sh -c docker pull " + image.name()
                            + " failed with error exit status 1. Stderr:invalid reference format");
        }
        return new Image.Pull(image.name(), image.update());
    }

    /** The proxy's port leads to the first one; those of the file have ports of the instance as well. */
    private static List<PortMapping> ports(Dockerrun.SingleContainer file, Optional<String> exposed)
            throws BundleRefused {
        String first = exposed.or(() ->
                        file.ports().stream().map(Dockerrun.Port::container).findFirst())
                .orElseThrow(() -> BundleRefused.onInstance(
                        RUN,
                        "No EXPOSE directive found in Dockerfile, abort deployment",
                        "no EXPOSE directive found in Dockerfile, abort deployment"));
        List<PortMapping> ports = new ArrayList<>();
        ports.add(new PortMapping(PROXY, number(first), false));
        for (Dockerrun.Port port : file.ports()) {
            int container = number(port.container());
            int host = port.host().isPresent() ? number(port.host().get()) : container;
            if (ports.stream().noneMatch(known -> known.instance() == host)) {
                ports.add(new PortMapping(host, container, false));
            }
        }
        return ports;
    }

    private static int number(String port) throws BundleRefused {
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65535) {
            throw BundleRefused.onInstance(
                    BUILD,
                    "Instance deployment failed to build the Docker image. The deployment failed.",
                    "failed to build docker image: Command /bin/sh -c docker build -t aws_beanstalk/staging-app"
                            + " /var/app/staging/ failed with error exit status 1. Stderr:invalid containerPort: "
                            + port);
        }
        return number;
    }

    private static List<Mount> mounts(Dockerrun.SingleContainer file) throws BundleRefused {
        List<Mount> mounts = new ArrayList<>();
        for (Dockerrun.Volume volume : file.volumes()) {
            String from = volume.hostDirectory().orElse("");
            String to = volume.containerDirectory().orElse("");
            if (from.isEmpty() || !to.startsWith("/")) {
                throw BundleRefused.onInstance(
                        RUN,
                        "",
                        "failed to run docker container: Command /bin/sh -c docker run failed with error exit status"
                                + " 125. Stderr:docker: invalid spec: " + from + ":" + to
                                + (from.isEmpty() || to.isEmpty()
                                        ? ": empty section between colons"
                                        : ": mount path must be absolute"));
            }
            mounts.add(new Mount(InstancePaths.source(from), to, false));
        }
        return mounts;
    }

    private static Settings settings(Dockerrun.SingleContainer file) {
        Settings none = Settings.DEFAULT;
        return new Settings(
                none.memoryBytes(),
                none.memoryReservationBytes(),
                none.cpuShares(),
                none.workingDirectory(),
                none.user(),
                false,
                false,
                false,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Restart.ALWAYS,
                file.logging());
    }
}
