package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.bundle.Applications;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.OptionSetting;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFiles;
import dev.penstock.simulator.beanstalk.bundle.EnvironmentManifest;
import dev.penstock.simulator.beanstalk.bundle.PeriodicTask;
import dev.penstock.simulator.beanstalk.bundle.PlatformFamily;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.state.Blobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Elastic Beanstalk itself reads of a source bundle; what it cannot unpack, instances will say. */
final class BundleFiles {

    private final Blobs blobs;

    BundleFiles(Blobs blobs) {
        this.blobs = blobs;
    }

    /** What is wrong with a version that is processed, in AWS's words; none when nothing is. */
    List<String> faults(Bundle bundle) {
        return source(bundle).map(source -> faults(source, bundle)).orElse(List.of());
    }

    private static List<String> faults(SourceBundle source, Bundle bundle) {
        try {
            ConfigurationFiles.read(source, bundle.versionLabel());
            EnvironmentManifest.read(source, bundle.versionLabel());
            return List.of();
        } catch (BundleRefused e) {
            return List.of(e.getMessage());
        }
    }

    /** What stands in the way of a deployment to a platform, before any instance hears of it. */
    List<String> faults(Bundle bundle, String solutionStack) {
        return source(bundle)
                .map(source -> {
                    try {
                        Applications.validated(PlatformFamily.of(solutionStack), source, bundle.versionLabel());
                        return List.<String>of();
                    } catch (BundleRefused e) {
                        return List.of(e.getMessage());
                    }
                })
                .orElse(List.of());
    }

    /** Events about configuration files that are skipped. */
    List<String> warnings(Bundle bundle) {
        return configuration(bundle).warnings();
    }

    /** The option settings of {@code .ebextensions}; none where they cannot be read. */
    Settings settings(Bundle bundle) {
        return settings(configuration(bundle).optionSettings());
    }

    static Settings settings(List<OptionSetting> given) {
        Map<OptionKey, String> values = new HashMap<>();
        given.forEach(option -> values.put(OptionKey.of(option.namespace(), option.name()), option.value()));
        return Settings.of(values);
    }

    /**
     * The manifest of a bundle, for the environment of a group.
     *
     * @param group by which names that end in {@code +} are completed
     * @return empty when the bundle has none
     * @throws dev.penstock.simulator.wire.ServiceError when it cannot be read, or the group does not fit it
     */
    Optional<EnvironmentManifest> manifest(Bundle bundle, Optional<String> group) {
        try {
            Optional<SourceBundle> source = source(bundle);
            return source.isPresent()
                    ? EnvironmentManifest.read(source.get(), bundle.versionLabel())
                            .map(manifest -> manifest.inGroup(group))
                    : Optional.empty();
        } catch (BundleRefused e) {
            throw BeanstalkErrors.invalid(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw BeanstalkErrors.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** The jobs of a worker; none where they cannot be read, which instances will say. */
    List<PeriodicTask> tasks(Bundle bundle) {
        try {
            Optional<SourceBundle> source = source(bundle);
            return source.isPresent() ? PeriodicTask.read(source.get()) : List.of();
        } catch (BundleRefused e) {
            return List.of();
        }
    }

    private ConfigurationFiles configuration(Bundle bundle) {
        try {
            Optional<SourceBundle> source = source(bundle);
            return source.isPresent()
                    ? ConfigurationFiles.read(source.get(), bundle.versionLabel())
                    : ConfigurationFiles.NONE;
        } catch (BundleRefused e) {
            return ConfigurationFiles.NONE;
        }
    }

    private Optional<SourceBundle> source(Bundle bundle) {
        try {
            return bundle.sha256().isPresent()
                    ? Optional.of(SourceBundle.read(blobs.bytes(bundle.sha256().get())))
                    : Optional.empty();
        } catch (BundleRefused e) {
            return Optional.empty();
        }
    }
}
