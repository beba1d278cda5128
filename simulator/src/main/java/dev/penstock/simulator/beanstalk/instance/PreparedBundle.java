package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.Applications;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFiles;
import dev.penstock.simulator.beanstalk.bundle.PeriodicTask;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.PlatformFamily;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.state.Blobs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an instance is to run, found out.
 *
 * @param source the bundle's files; empty for the sample application and a version of an image alone
 * @param application what runs
 * @param configuration the bundle's configuration files
 * @param script what is told to happen
 */
record PreparedBundle(
        Optional<SourceBundle> source,
        Application application,
        ConfigurationFiles configuration,
        InstanceScript script) {

    /**
     * Reads a bundle.
     *
     * @throws BundleRefused when the platform does not take it
     */
    static PreparedBundle of(
            Blobs blobs, Bundle bundle, String platform, Map<String, String> environment, boolean worker)
            throws BundleRefused {
        Optional<String> property = Optional.ofNullable(environment.get(InstanceScript.VARIABLE));
        if (bundle.image().isPresent()) {
            return new PreparedBundle(
                    Optional.empty(),
                    ofImage(bundle.image().get(), environment),
                    ConfigurationFiles.NONE,
                    script(Optional.empty(), property, bundle));
        }
        if (bundle.sha256().isEmpty()) {
            return new PreparedBundle(
                    Optional.empty(),
                    new Application.Processes(Map.of("web", "sample")),
                    ConfigurationFiles.NONE,
                    script(Optional.empty(), property, bundle));
        }
        SourceBundle source = SourceBundle.read(blobs.bytes(bundle.sha256().get()));
        InstanceScript script = script(Optional.of(source), property, bundle);
        PlatformFamily family = PlatformFamily.of(platform);
        ConfigurationFiles configuration = Applications.validated(family, source, bundle.versionLabel());
        if (worker) {
            PeriodicTask.read(source);
        }
        return new PreparedBundle(
                Optional.of(source), Applications.of(family, source, environment), configuration, script);
    }

    /**
     * The same where bundles need not be what a platform takes: one that it would refuse is scripted all the same.
     *
     * @throws BundleRefused when what is told to happen is not understood
     */
    static PreparedBundle unchecked(
            Blobs blobs, Bundle bundle, String platform, Map<String, String> environment, boolean worker)
            throws BundleRefused {
        try {
            return of(blobs, bundle, platform, environment, worker);
        } catch (BundleRefused refused) {
            Optional<SourceBundle> source = source(blobs, bundle);
            Optional<String> property = Optional.ofNullable(environment.get(InstanceScript.VARIABLE));
            return new PreparedBundle(
                    source,
                    new Application.Processes(Map.of("web", "scripted")),
                    ConfigurationFiles.NONE,
                    script(source, property, bundle));
        }
    }

    private static Optional<SourceBundle> source(Blobs blobs, Bundle bundle) {
        try {
            return bundle.sha256().isPresent()
                    ? Optional.of(SourceBundle.read(blobs.bytes(bundle.sha256().get())))
                    : Optional.empty();
        } catch (BundleRefused e) {
            return Optional.empty();
        }
    }

    private static InstanceScript script(Optional<SourceBundle> source, Optional<String> property, Bundle bundle)
            throws BundleRefused {
        try {
            return InstanceScript.of(source, property, bundle.versionLabel());
        } catch (IllegalArgumentException e) {
            throw BundleRefused.onInstance("StageApplication", "", String.valueOf(e.getMessage()));
        }
    }

    /** A version that was made from an image runs it behind the proxy. */
    private static Application ofImage(String image, Map<String, String> environment) {
        String port = environment.getOrDefault("PORT", "8080");
        int number = port.matches("[1-9][0-9]{0,3}|[1-5][0-9]{4}") ? Integer.parseInt(port) : 8080;
        PlannedContainer container = new PlannedContainer(
                "current-app",
                new PlannedContainer.Image.Pull(image, true),
                List.of(),
                List.of(),
                environment,
                List.of(new PlannedContainer.PortMapping(80, number, false)),
                List.of(),
                new PlannedContainer.Network(Set.of(), Optional.empty(), Map.of(), false),
                List.of(),
                true,
                PlannedContainer.Settings.DEFAULT);
        return new Application.Containers(Application.Form.SINGLE, List.of(container), 80, Optional.empty(), List.of());
    }

    /** The process that the platform watches, as its health agent names it. */
    String service() {
        return switch (application) {
            case Application.Processes p -> "web";
            case Application.Containers(var form, var containers, int port, var authentication, var remarks) ->
                switch (form) {
                    case SINGLE -> "eb-docker";
                    case COMPOSE -> "eb-docker-compose";
                    case ECS_TASK -> "ecs";
                };
        };
    }

    /** Whether something listens at a port of the instance once the application runs. */
    boolean listensAt(int port) {
        return switch (application) {
            case Application.Processes p -> port == 80;
            case Application.Containers containers ->
                containers.containers().stream()
                        .flatMap(container -> container.ports().stream())
                        .anyMatch(mapping -> mapping.instance() == port && !mapping.udp());
        };
    }
}
