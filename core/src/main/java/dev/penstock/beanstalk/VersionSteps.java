package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.ApplicationVersion.Status;
import dev.penstock.beanstalk.BeanstalkDeployState.Creating;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Updating;
import dev.penstock.beanstalk.BeanstalkDeployState.Versioning;
import dev.penstock.beanstalk.bundle.BundleRefusal;
import dev.penstock.beanstalk.bundle.SourceBundle;
import dev.penstock.execution.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sees to it that the version is there: uploads its bundle once, makes it, and waits until it is processed. */
final class VersionSteps {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Environments environments;
    private final Bundles bundles;
    private final BundleSteps preparation;

    VersionSteps(Environments environments, Bundles bundles, BundleSteps preparation) {
        this.environments = environments;
        this.bundles = bundles;
        this.preparation = preparation;
    }

    StepResult<BeanstalkDeployState> version(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Versioning versioning)
            throws IOException, BeanstalkFailure {
        Release release = versioning.release();
        Optional<ApplicationVersion> found =
                environments.version(context.scope(), target.application(), release.label());
        if (found.isEmpty()) {
            make(context, target, options, release);
            return new StepResult.Next<>(new Versioning(release, versioning.plan(), true), "version is processed");
        }
        ApplicationVersion version = found.get();
        requireSameBundle(target, release, version);
        if (version.status().isBusy()) {
            return new StepResult.Await<>(
                    versioning, new Wait.Until(context.now().plus(LOOK_AGAIN)), "version is processed");
        }
        if (version.status() == Status.FAILED) {
            return failed(context, target, versioning);
        }
        return goOn(context, versioning);
    }

    /** A label that exists with another bundle is never overwritten. */
    static void requireSameBundle(BeanstalkDeployConfiguration target, Release release, ApplicationVersion version)
            throws BeanstalkFailure {
        Digest digest = new Digest(release.digest());
        boolean isOurs = version.bundle()
                .filter(bundle -> bundle.key().contains(digest.hex()))
                .isPresent();
        if (!isOurs) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-005",
                    "The application '" + target.application() + "' has a version '" + release.label()
                            + "' already, of another bundle"
                            + version.bundle()
                                    .map(bundle -> " (s3://" + bundle.bucket() + "/" + bundle.key() + ")")
                                    .orElse("")
                            + ". Choose another 'labelPrefix' in the settings, or delete that version. Nothing was"
                            + " changed.");
        }
    }

    private StepResult<BeanstalkDeployState> goOn(ActionContext context, Versioning versioning)
            throws BeanstalkFailure {
        Plan plan = versioning.plan();
        if (plan.environmentId().isEmpty()) {
            return new StepResult.Next<>(
                    new Creating(versioning.release(), plan, context.now()), "environment is made");
        }
        Environment environment = ChangeSteps.existing(environments, context.scope(), plan);
        return new StepResult.Next<>(
                new Updating(versioning.release(), plan, false, mark(context, environment)), "updates the environment");
    }

    /** Just after everything that was told of the environment so far, by the platform's clock. */
    private Instant mark(ActionContext context, Environment environment) {
        return environments.events(context.scope(), environment.id(), environment.updatedAt()).stream()
                .map(EnvironmentEvent::at)
                .reduce((earlier, later) -> later.isAfter(earlier) ? later : earlier)
                .map(last -> last.plusMillis(1))
                .orElse(environment.updatedAt());
    }

    private StepResult<BeanstalkDeployState> failed(
            ActionContext context, BeanstalkDeployConfiguration target, Versioning versioning) throws BeanstalkFailure {
        Release release = versioning.release();
        if (versioning.asked()) {
            List<String> told = DeploymentCheck.lines(
                    environments.versionEvents(context.scope(), target.application(), release.label()));
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-006",
                    "Elastic Beanstalk could not process version '" + release.label() + "' of application '"
                            + target.application()
                            + "': a file of .ebextensions or env.yaml is wrong. The environment was not changed.",
                    told);
        }
        context.log("Version " + release.label() + " failed to be processed before: it is made again.");
        environments.deleteVersion(context.scope(), target.application(), release.label(), false);
        return new StepResult.Next<>(versioning, "version is made again");
    }

    private void make(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Release release)
            throws IOException, BeanstalkFailure {
        Map<String, String> tags =
                options.creation().map(DeploymentOptions.Creation::tags).orElse(Map.of());
        BundleLocation location = upload(context, options, release);
        if (options.creation().isPresent() && !environments.hasApplication(context.scope(), target.application())) {
            environments.createApplication(context.scope(), target.application(), tags);
            context.log("Made the application '" + target.application() + "'.");
        }
        try {
            environments.createVersion(
                    context.scope(),
                    new NewVersion(
                            target.application(),
                            release.label(),
                            "Pipeline " + context.pipeline() + ", " + release.digest(),
                            location,
                            tags));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                throw new BeanstalkFailure(
                        "PEN-BEANSTALK-008",
                        "There is no application '" + target.application()
                                + "' in this account and Region. Nothing was changed but that the bundle was uploaded.");
            }
            boolean isThere = e.kind() == Kind.CONFLICT
                    && environments
                            .version(context.scope(), target.application(), release.label())
                            .isPresent();
            if (!isThere) {
                throw e;
            }
            // Somebody made it a moment ago; the next look says of what.
        }
        context.log("Made version " + release.label() + ".");
    }

    private BundleLocation upload(ActionContext context, DeploymentOptions options, Release release)
            throws IOException, BeanstalkFailure {
        SourceBundle bundle = preparation.prepare(context, options).bundle();
        if (!bundle.digest().value().equals(release.digest())) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-001",
                    "What goes into the bundle is not what it was when the action began. Nothing was changed; retry.");
        }
        Path file;
        try {
            file = bundle.file(context.workDirectory());
        } catch (BundleRefusal e) {
            throw new BeanstalkFailure(e.code(), BundleSteps.message(e), e.details());
        }
        long size = Files.size(file);
        if (size >= SourceBundle.LARGE) {
            context.log("The bundle is " + (size >> 20) + " MiB large, close to the 512 MiB that Beanstalk takes.");
        }
        Bundles.Upload upload = bundles.put(context.scope(), options.place(), file, bundle.digest(), bundle.suffix());
        return switch (upload) {
            case Bundles.Upload.Done(BundleLocation location, boolean wasThere) -> {
                context.log((wasThere ? "The bundle is there already: s3://" : "Uploaded the bundle: s3://")
                        + location.bucket() + "/" + location.key());
                yield location;
            }
            case Bundles.Upload.Refused(String bucket, String why) ->
                throw new BeanstalkFailure(
                        "PEN-BEANSTALK-007",
                        "The bundle cannot be put into the bucket '" + bucket + "': " + why + " Nothing was changed.");
        };
    }
}
