package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.bundle.BundlePreparation;
import dev.penstock.beanstalk.bundle.BundleRefusal;
import dev.penstock.image.ImageRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Says what becomes the version, and what it is called. */
final class BundleSteps {

    /** "CreateApplicationVersion": 1 to 100 characters, without a slash. */
    private static final int LONGEST_PREFIX = 80;

    private final ImageRegistry registry;

    BundleSteps(ImageRegistry registry) {
        this.registry = registry;
    }

    StepResult<BeanstalkDeployState> begin(ActionContext context, DeploymentOptions options)
            throws IOException, BeanstalkFailure {
        Release release = release(context, options);
        for (Map.Entry<String, String> image : release.images().entrySet()) {
            context.log("Image" + (image.getKey().isEmpty() ? "" : " of " + image.getKey()) + ": " + image.getValue());
        }
        return new StepResult.Next<>(new Looking(release, Optional.empty()), "version " + release.label());
    }

    /** What becomes the version. Writes nothing. */
    Release release(ActionContext context, DeploymentOptions options) throws IOException, BeanstalkFailure {
        BundlePreparation.Prepared prepared = prepare(context, options);
        Digest digest = prepared.bundle().digest();
        String prefix = options.labelPrefix().orElse(context.pipeline()).replaceAll("[^A-Za-z0-9._-]+", "-");
        String label = prefix.substring(0, Math.min(LONGEST_PREFIX, prefix.length())) + "-" + digest.abbreviated();
        return new Release(label, digest.value(), prepared.images());
    }

    /** The same bundle each time that it is asked. */
    BundlePreparation.Prepared prepare(ActionContext context, DeploymentOptions options)
            throws IOException, BeanstalkFailure {
        String name = context.inputs().keySet().iterator().next();
        try {
            return new BundlePreparation(options.bundle(), new RegistryPin(context, registry))
                    .prepare(new Input(context, name));
        } catch (BundleRefusal e) {
            throw new BeanstalkFailure(e.code(), message(e), e.details());
        }
    }

    static String message(BundleRefusal refusal) {
        return String.valueOf(refusal.getMessage());
    }

    private record Input(ActionContext context, String name) implements BundlePreparation.Artifact {

        @Override
        public ArtifactReference reference() {
            return Optional.ofNullable(context.inputs().get(name)).orElseThrow();
        }

        @Override
        public Path bundle() throws IOException {
            return context.inputBundle(name);
        }

        @Override
        public Path folder() throws IOException {
            return context.inputDirectory(name);
        }
    }
}
