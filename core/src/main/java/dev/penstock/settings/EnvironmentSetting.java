package dev.penstock.settings;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.Acceptance;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.Creation;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.beanstalk.DeploymentOptions.WhenStopped;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.VersionRetention;
import dev.penstock.beanstalk.bundle.BundleChoice;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How an environment of Elastic Beanstalk is deployed to.
 *
 * @param bundle what of the artifact becomes the version
 * @param containerPort for a {@code Dockerrun.aws.json} that is written anew
 * @param bucket where bundles are put
 * @param labelPrefix what labels of versions begin with
 * @param creation how application and environment are made where they are missing
 * @param options options that the environment shall have
 * @param health how well it must be
 * @param refreshes in so many refreshes of its health
 * @param healthPatience for how long it may be less well
 * @param patience how long to wait for its turn
 * @param whenItFails what is done when a deployment fails
 * @param whenStopped what becomes of a deployment when the action is abandoned
 * @param blueGreen a second environment that changes places with the first
 * @param keptVersions which versions are kept
 */
public record EnvironmentSetting(
        Optional<String> bundle,
        OptionalInt containerPort,
        Optional<BundlePlace> bucket,
        Optional<String> labelPrefix,
        Optional<Creation> creation,
        Map<OptionName, OptionValue> options,
        Optional<HealthStatus> health,
        OptionalInt refreshes,
        Optional<Duration> healthPatience,
        Optional<Duration> patience,
        Optional<WhenItFails> whenItFails,
        Optional<WhenStopped> whenStopped,
        Optional<BlueGreen> blueGreen,
        Optional<VersionRetention> keptVersions) {

    public EnvironmentSetting {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** Nothing is set. */
    public static EnvironmentSetting none() {
        return new EnvironmentSetting(
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here. */
    EnvironmentSetting over(EnvironmentSetting common) {
        Map<OptionName, OptionValue> merged = new TreeMap<>(common.options);
        merged.putAll(options);
        return new EnvironmentSetting(
                bundle.or(common::bundle),
                containerPort.isPresent() ? containerPort : common.containerPort,
                bucket.or(common::bucket),
                labelPrefix.or(common::labelPrefix),
                creation.or(common::creation),
                merged,
                health.or(common::health),
                refreshes.isPresent() ? refreshes : common.refreshes,
                healthPatience.or(common::healthPatience),
                patience.or(common::patience),
                whenItFails.or(common::whenItFails),
                whenStopped.or(common::whenStopped),
                blueGreen.or(common::blueGreen),
                keptVersions.or(common::keptVersions));
    }

    /** What the deployment does, with the defaults where nothing is set. */
    public DeploymentOptions deploymentOptions() {
        DeploymentOptions usual = DeploymentOptions.DEFAULT;
        return new DeploymentOptions(
                new BundleChoice(bundle, containerPort.orElse(usual.bundle().containerPort())),
                bucket.orElse(usual.place()),
                labelPrefix,
                creation,
                options,
                new Acceptance(
                        health.orElse(usual.acceptance().health()),
                        refreshes.orElse(usual.acceptance().refreshes()),
                        healthPatience.orElse(usual.acceptance().patience())),
                patience.orElse(usual.patience()),
                whenItFails.orElse(usual.whenItFails()),
                whenStopped.orElse(usual.whenStopped()),
                blueGreen,
                keptVersions.orElse(usual.keptVersions()));
    }
}
