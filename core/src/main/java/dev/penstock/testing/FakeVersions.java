package dev.penstock.testing;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.ApplicationVersion.Status;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentEvent.Severity;
import dev.penstock.beanstalk.NewVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applications of {@link FakeEnvironments} and their versions, which take five seconds to be processed. */
final class FakeVersions {

    static final Duration PROCESSING = Duration.ofSeconds(5);

    private final Set<String> applications = new TreeSet<>();
    private final Map<String, ApplicationVersion> versions = new LinkedHashMap<>();
    private final List<String> unprocessable = new ArrayList<>();

    boolean hasApplication(String application) {
        return applications.contains(application);
    }

    /** Whether it was not there before. */
    boolean addApplication(String application) {
        return applications.add(application);
    }

    /** Lets versions fail to be processed whose label begins so. */
    void spoil(String labelPrefix) {
        unprocessable.add(labelPrefix);
    }

    /** Is there already, processed, without a bundle. */
    void settle(String application, String label, Instant now) {
        versions.putIfAbsent(
                application + "/" + label,
                new ApplicationVersion(application, label, Status.PROCESSED, Optional.empty(), now.minus(PROCESSING)));
    }

    void require(String operation, String application, String label) {
        if (!versions.containsKey(application + "/" + label)) {
            throw failure(Kind.NOT_FOUND, operation, "No Application Version named '" + label + "' found.");
        }
    }

    void create(NewVersion asked, Instant now) {
        if (!applications.contains(asked.application())) {
            throw failure(
                    Kind.NOT_FOUND,
                    "CreateApplicationVersion",
                    "No Application named '" + asked.application() + "' found.");
        }
        String key = asked.application() + "/" + asked.label();
        if (versions.containsKey(key)) {
            throw failure(
                    Kind.CONFLICT,
                    "CreateApplicationVersion",
                    "Application Version " + asked.label() + " already exists.");
        }
        versions.put(
                key,
                new ApplicationVersion(
                        asked.application(), asked.label(), Status.PROCESSING, Optional.of(asked.bundle()), now));
    }

    /** Whether it was there. */
    boolean delete(String application, String label) {
        return versions.remove(application + "/" + label) != null;
    }

    Optional<ApplicationVersion> find(String application, String label, Instant now) {
        return Optional.ofNullable(versions.get(application + "/" + label)).map(version -> processed(version, now));
    }

    /** Newest first. */
    List<ApplicationVersion> all(Instant now) {
        return new ArrayList<>(versions.values())
                .reversed().stream().map(version -> processed(version, now)).toList();
    }

    List<EnvironmentEvent> events(String application, String label, Instant now) {
        return find(application, label, now).stream()
                .filter(version -> version.status() == Status.FAILED)
                .map(version -> new EnvironmentEvent(
                        version.createdAt().plus(PROCESSING),
                        Severity.ERROR,
                        "The configuration file .ebextensions/a.config in application version " + label
                                + " contains invalid YAML or JSON.",
                        "",
                        label))
                .toList();
    }

    private ApplicationVersion processed(ApplicationVersion version, Instant now) {
        boolean isDone = !now.isBefore(version.createdAt().plus(PROCESSING));
        boolean isSpoilt = unprocessable.stream().anyMatch(version.label()::startsWith);
        return new ApplicationVersion(
                version.application(),
                version.label(),
                !isDone ? Status.PROCESSING : isSpoilt ? Status.FAILED : Status.PROCESSED,
                version.bundle(),
                version.createdAt());
    }

    static RemoteCallException failure(Kind kind, String operation, String message) {
        return new RemoteCallException(
                kind,
                "elasticbeanstalk:" + operation,
                "InvalidParameterValue",
                message,
                new IllegalStateException(message));
    }
}
