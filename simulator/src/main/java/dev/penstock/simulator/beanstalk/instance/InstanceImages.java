package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.Authentication;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.DockerfileText;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.ContainerRuntime.Login;
import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the images of instances come from: simulated repositories, with the instance's own credentials; other registries,
 * with those of a file in S3 where the bundle names one. Within transactions.
 */
public final class InstanceImages implements ImageSupply {

    private static final String BUILD = "Docker Specific Build Application";

    private final ImageSource images;
    private final ObjectAccess objects;
    private final Blobs blobs;
    private final Supplier<URI> registry;

    /** @param registry where images are pulled from that are in simulated repositories */
    public InstanceImages(ImageSource images, ObjectAccess objects, Blobs blobs, Supplier<URI> registry) {
        this.images = images;
        this.objects = objects;
        this.blobs = blobs;
        this.registry = registry;
    }

    /** Events: Developer Guide, "Troubleshooting Docker containers". */
    @Override
    public Map<String, PulledImage> of(
            EnvironmentInstance instance,
            Application.Containers application,
            Optional<SourceBundle> source,
            Instant now)
            throws BundleRefused {
        RegistryLogins logins = application.authentication().isPresent()
                ? logins(instance, application.authentication().get(), now)
                : RegistryLogins.none();
        Map<String, PulledImage> all = new HashMap<>();
        for (PlannedContainer container : application.containers()) {
            switch (container.image()) {
                case PlannedContainer.Image.Pull(String reference, boolean update) ->
                    all.put(reference, image(reference, logins));
                case PlannedContainer.Image.Build build ->
                    source.flatMap(files -> files.text(build.path()))
                            .ifPresent(dockerfile -> DockerfileText.bases(dockerfile)
                                    .forEach(base -> base(base, logins).ifPresent(image -> all.put(base, image))));
            }
        }
        return all;
    }

    /** An image that a Dockerfile begins with, unless the engine gets it by itself. */
    private Optional<PulledImage> base(String reference, RegistryLogins logins) {
        PulledImage image = image(reference, logins);
        boolean plain = image.reference().equals(reference)
                && image.login().isEmpty()
                && image.problem().isEmpty();
        return plain ? Optional.empty() : Optional.of(image);
    }

    private PulledImage image(String reference, RegistryLogins logins) {
        return switch (images.pull(reference)) {
            case ImageSource.Pull.Elsewhere e -> new PulledImage(reference, logins.of(reference), Optional.empty());
            case ImageSource.Pull.Missing missing ->
                new PulledImage(reference, Optional.empty(), Optional.of(missing.message()));
            case ImageSource.Pull.Found found ->
                new PulledImage(
                        registry.get().getAuthority() + "/" + digested(reference, found.digest()),
                        images.password(reference).map(password -> new Login("AWS", password)),
                        Optional.empty());
        };
    }

    private RegistryLogins logins(EnvironmentInstance instance, Authentication authentication, Instant now)
            throws BundleRefused {
        Caller profile = new Caller(
                instance.account(),
                instance.region(),
                "arn:aws:iam::" + instance.account() + ":root",
                instance.account());
        String text;
        try {
            ObjectAccess.Found found = objects.get(profile, now, authentication.bucket(), authentication.key(), null);
            text = new String(blobs.bytes(found.sha256()), StandardCharsets.UTF_8);
        } catch (ServiceError e) {
            throw BundleRefused.onInstance(
                    BUILD,
                    "Failed to download authentication credentials " + authentication.key() + " from "
                            + authentication.bucket(),
                    "failed to download " + authentication.key() + " from " + authentication.bucket() + ": "
                            + e.message());
        }
        return RegistryLogins.read(text)
                .orElseThrow(() -> BundleRefused.onInstance(
                        BUILD,
                        "Activity execution failed, because: WARNING: Invalid auth configuration file",
                        "WARNING: Invalid auth configuration file"));
    }

    private static String digested(String reference, String digest) {
        int at = reference.indexOf('@');
        String plain = at < 0 ? reference : reference.substring(0, at);
        int colon = plain.lastIndexOf(':');
        return (colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain) + "@" + digest;
    }
}
