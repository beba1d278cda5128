package dev.penstock.aws.beanstalk;

import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentEvent.Severity;
import dev.penstock.beanstalk.EnvironmentStatus;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.InstanceHealth;
import dev.penstock.beanstalk.InstanceHealth.InstanceDeployment;
import dev.penstock.beanstalk.OptionEffect;
import dev.penstock.beanstalk.OptionName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.Deployment;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.OptionSpecification;
import software.amazon.awssdk.services.elasticbeanstalk.model.S3Location;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/** Makes our records of the SDK's. A word that is newer than this program becomes {@code UNKNOWN}. */
final class EnvironmentMapping {

    private EnvironmentMapping() {}

    static Environment environment(EnvironmentDescription described) {
        return new Environment(
                text(described.environmentId()),
                text(described.environmentName()),
                text(described.applicationName()),
                status(text(described.statusAsString())),
                health(text(described.healthStatusAsString()), text(described.healthAsString())),
                text(described.versionLabel()),
                described.solutionStackName() == null ? text(described.platformArn()) : described.solutionStackName(),
                text(described.cname()),
                Boolean.TRUE.equals(described.abortableOperationInProgress()),
                at(described.dateUpdated()));
    }

    private static EnvironmentStatus status(String word) {
        return switch (word) {
            case "Launching" -> EnvironmentStatus.LAUNCHING;
            case "Updating" -> EnvironmentStatus.UPDATING;
            case "Aborting" -> EnvironmentStatus.ABORTING;
            case "LinkingFrom" -> EnvironmentStatus.LINKING_FROM;
            case "LinkingTo" -> EnvironmentStatus.LINKING_TO;
            case "Ready" -> EnvironmentStatus.READY;
            case "Terminating" -> EnvironmentStatus.TERMINATING;
            case "Terminated" -> EnvironmentStatus.TERMINATED;
            default -> EnvironmentStatus.UNKNOWN;
        };
    }

    /** The status of enhanced health, and for basic health what its colour means. */
    static HealthStatus health(String status, String colour) {
        return switch (status.replace(" ", "").toLowerCase(Locale.ROOT)) {
            case "ok" -> HealthStatus.OK;
            case "info" -> HealthStatus.INFO;
            case "warning" -> HealthStatus.WARNING;
            case "degraded" -> HealthStatus.DEGRADED;
            case "severe" -> HealthStatus.SEVERE;
            case "pending" -> HealthStatus.PENDING;
            case "nodata" -> HealthStatus.NO_DATA;
            case "suspended" -> HealthStatus.SUSPENDED;
            case "" -> ofColour(colour);
            default -> HealthStatus.UNKNOWN;
        };
    }

    private static HealthStatus ofColour(String colour) {
        return switch (colour) {
            case "Green" -> HealthStatus.OK;
            case "Yellow" -> HealthStatus.WARNING;
            case "Red" -> HealthStatus.SEVERE;
            default -> HealthStatus.UNKNOWN;
        };
    }

    static OptionSpecification specification(OptionName name) {
        return OptionSpecification.builder()
                .namespace(name.namespace())
                .optionName(name.name())
                .resourceName(name.resource().isEmpty() ? null : name.resource())
                .build();
    }

    /** {@code ChangeSeverity} of {@code ConfigurationOptionDescription}. */
    static OptionEffect effect(@Nullable String severity) {
        return switch (text(severity)) {
            case "NoInterruption" -> OptionEffect.NONE;
            case "RestartApplicationServer" -> OptionEffect.RESTARTS_SERVERS;
            case "RestartEnvironment" -> OptionEffect.REPLACES_INSTANCES;
            default -> OptionEffect.UNKNOWN;
        };
    }

    static EnvironmentEvent event(EventDescription described) {
        return new EnvironmentEvent(
                at(described.eventDate()),
                severity(text(described.severityAsString())),
                text(described.message()),
                text(described.requestId()),
                text(described.versionLabel()));
    }

    private static Severity severity(String word) {
        return switch (word) {
            case "TRACE" -> Severity.TRACE;
            case "DEBUG" -> Severity.DEBUG;
            case "WARN" -> Severity.WARN;
            case "ERROR" -> Severity.ERROR;
            case "FATAL" -> Severity.FATAL;
            default -> Severity.INFO;
        };
    }

    static InstanceHealth instance(SingleInstanceHealth described) {
        return new InstanceHealth(
                text(described.instanceId()),
                health(text(described.healthStatus()), text(described.color())),
                described.causes(),
                Optional.ofNullable(described.deployment())
                        .filter(deployment -> deployment.status() != null)
                        .map(EnvironmentMapping::deployment));
    }

    private static InstanceDeployment deployment(Deployment described) {
        return new InstanceDeployment(
                text(described.versionLabel()),
                described.deploymentId() == null ? 0 : described.deploymentId(),
                switch (text(described.status()).replace(" ", "").toLowerCase(Locale.ROOT)) {
                    case "inprogress" -> InstanceHealth.Status.IN_PROGRESS;
                    case "deployed" -> InstanceHealth.Status.DEPLOYED;
                    case "failed" -> InstanceHealth.Status.FAILED;
                    default -> InstanceHealth.Status.UNKNOWN;
                });
    }

    static ApplicationVersion version(ApplicationVersionDescription described) {
        return new ApplicationVersion(
                text(described.applicationName()),
                text(described.versionLabel()),
                switch (text(described.statusAsString()).toLowerCase(Locale.ROOT)) {
                    case "", "unprocessed" -> ApplicationVersion.Status.UNPROCESSED;
                    case "processing" -> ApplicationVersion.Status.PROCESSING;
                    case "building" -> ApplicationVersion.Status.BUILDING;
                    case "processed" -> ApplicationVersion.Status.PROCESSED;
                    case "failed" -> ApplicationVersion.Status.FAILED;
                    default -> ApplicationVersion.Status.UNKNOWN;
                },
                Optional.ofNullable(described.sourceBundle()).flatMap(EnvironmentMapping::bundle),
                at(described.dateCreated()));
    }

    private static Optional<BundleLocation> bundle(S3Location location) {
        return location.s3Bucket() == null || location.s3Key() == null
                ? Optional.empty()
                : Optional.of(new BundleLocation(location.s3Bucket(), location.s3Key()));
    }

    static List<ConfigurationOptionSetting> settings(Map<OptionName, String> options) {
        return options.entrySet().stream()
                .map(option -> ConfigurationOptionSetting.builder()
                        .namespace(option.getKey().namespace())
                        .optionName(option.getKey().name())
                        .resourceName(
                                option.getKey().resource().isEmpty()
                                        ? null
                                        : option.getKey().resource())
                        .value(option.getValue())
                        .build())
                .toList();
    }

    static OptionName option(ConfigurationOptionSetting setting, boolean withResource) {
        return new OptionName(
                text(setting.namespace()),
                text(setting.optionName()),
                withResource ? text(setting.resourceName()) : "");
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Instant at(@Nullable Instant instant) {
        return instant == null ? Instant.EPOCH : instant;
    }
}
