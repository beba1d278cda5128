package dev.penstock.beanstalk;

import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.EnvironmentEvent.Severity;
import dev.penstock.beanstalk.InstanceHealth.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says where a change of an environment is. Pure. It has arrived if our label runs on every instance, brought to all of them by
 * one deployment, the environment has that label and is ready, its health is accepted and no event of our request tells of a
 * failure; that the environment is ready proves nothing, since it is ready after it went back as well. The words of events are
 * passed on to people and judged by nobody.
 */
final class DeploymentCheck {

    private static final Pattern INSTANCE = Pattern.compile("\\bi-[0-9a-f]{8,17}\\b");
    private static final int MOST_DETAILS = 20;

    private final String wanted;
    private final String previous;
    private final HealthStatus accepted;

    /**
     * A check.
     *
     * @param wanted the label that every instance shall run
     * @param previous the label that it had before
     * @param accepted how well the environment must be
     */
    DeploymentCheck(String wanted, String previous, HealthStatus accepted) {
        this.wanted = wanted;
        this.previous = previous;
        this.accepted = accepted;
    }

    /** Where a change is. */
    sealed interface Finding {

        /** It goes on. */
        record Underway(String progress) implements Finding {}

        /**
         * Nothing is under way any more, and it is not there yet.
         *
         * @param missing what is missing, in words
         */
        record Settles(Missing missing, String words) implements Finding {}

        /** It is there, and well. */
        record Arrived() implements Finding {}

        record Failed(Cause cause) implements Finding {}

        /** Somebody brought the environment to another version. */
        record Superseded(String label) implements Finding {}

        /** The environment is gone. */
        record Gone(EnvironmentStatus status) implements Finding {}
    }

    /** What is missing. */
    enum Missing {
        INSTANCES,
        HEALTH,
        KNOWLEDGE
    }

    Finding of(Change change, EnvironmentSnapshot seen) {
        Environment environment = seen.environment();
        String label = environment.versionLabel();
        if (environment.status().isEnding()) {
            return new Finding.Gone(environment.status());
        }
        boolean isForeign = !label.equals(wanted) && !label.equals(previous) && !label.isEmpty();
        if (isForeign && change.kind() != Change.Kind.CREATE) {
            return new Finding.Superseded(label);
        }
        if (!environment.status().isReady()) {
            return new Finding.Underway(progress(seen));
        }
        List<EnvironmentEvent> own = own(change, seen.events());
        Optional<EnvironmentEvent> failure =
                own.stream().filter(event -> event.severity().isFailure()).findFirst();
        // Options come back whatever version there is.
        if (!label.equals(wanted) && change.kind() != Change.Kind.RESTORE_OPTIONS) {
            return failure.isEmpty() && isTakenBackByAnother(change, seen.events())
                    ? new Finding.Superseded(label)
                    : new Finding.Failed(cause(own, failure, seen, true));
        }
        return failure.isPresent() || instances(seen).anyMatch(this::hasFailed)
                ? new Finding.Failed(cause(own, failure, seen, false))
                : atRest(seen);
    }

    private Finding atRest(EnvironmentSnapshot seen) {
        if (seen.instances().filter(all -> !all.allRun(wanted)).isPresent()) {
            return new Finding.Settles(Missing.INSTANCES, progress(seen));
        }
        HealthStatus health = seen.environment().health();
        if (!health.isKnown()) {
            return new Finding.Settles(Missing.KNOWLEDGE, "its health is not known: " + health);
        }
        return health.isAtLeast(accepted)
                ? new Finding.Arrived()
                : new Finding.Settles(Missing.HEALTH, "its health is " + health + causes(seen));
    }

    /** The events of a change, oldest first; all since it began where its id is not known, none where nothing is changed. */
    static List<EnvironmentEvent> own(Change change, List<EnvironmentEvent> events) {
        if (change.kind() == Change.Kind.NOTHING) {
            return List.of();
        }
        return events.stream()
                .filter(event -> !event.at().isBefore(change.since()))
                .filter(event ->
                        change.requestId().isEmpty() || event.requestId().equals(change.requestId()))
                .toList();
    }

    /** Ours has not failed, and somebody else's request came after it. */
    private static boolean isTakenBackByAnother(Change change, List<EnvironmentEvent> events) {
        List<String> requests = events.stream()
                .filter(event -> !event.at().isBefore(change.since()))
                .map(EnvironmentEvent::requestId)
                .filter(id -> !id.isEmpty())
                .toList();
        return requests.contains(change.requestId()) && !requests.getLast().equals(change.requestId());
    }

    private boolean hasFailed(InstanceHealth instance) {
        return instance.deployment()
                .filter(last ->
                        last.status() == Status.FAILED && last.versionLabel().equals(wanted))
                .isPresent();
    }

    Cause cause(
            List<EnvironmentEvent> own,
            Optional<EnvironmentEvent> failure,
            EnvironmentSnapshot seen,
            boolean wentBack) {
        Optional<InstanceHealth> failed =
                instances(seen).filter(this::hasFailed).findFirst();
        String message = failure.map(EnvironmentEvent::message)
                .or(() -> failed.map(instance -> "the deployment to instance " + instance.id() + " failed"
                        + (instance.causes().isEmpty()
                                ? ""
                                : ": " + instance.causes().getFirst())))
                .or(() -> wentBack ? intervention(own, seen.events()) : Optional.empty())
                .or(() -> own.stream()
                        .filter(event -> event.severity() == Severity.WARN)
                        .map(EnvironmentEvent::message)
                        .findFirst())
                .orElse("no reason was told");
        String instance = failed.map(InstanceHealth::id)
                .orElseGet(() -> own.stream()
                        .filter(event -> event.severity().isFailure())
                        .map(event -> INSTANCE.matcher(event.message()))
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .findFirst()
                        .orElse(""));
        boolean isMixed = instances(seen).anyMatch(each -> !each.runs(previous));
        return new Cause(message, instance, lines(own), wentBack && !isMixed);
    }

    /** Another request while ours was under way, such as one to abort it: no failure was told, so that took it back. */
    private static Optional<String> intervention(List<EnvironmentEvent> own, List<EnvironmentEvent> all) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Set<String> ours = own.stream().map(EnvironmentEvent::requestId).collect(Collectors.toSet());
        return all.stream()
                .filter(event -> !event.at().isBefore(own.getFirst().at()))
                .filter(event -> !event.requestId().isEmpty() && !ours.contains(event.requestId()))
                .map(event -> "somebody else's request took it back (" + event.message() + ")")
                .findFirst();
    }

    static List<String> lines(List<EnvironmentEvent> events) {
        return events.stream()
                .filter(event -> event.severity().compareTo(Severity.WARN) >= 0)
                .limit(MOST_DETAILS)
                .map(event -> event.severity() + ": " + event.message())
                .toList();
    }

    private String progress(EnvironmentSnapshot seen) {
        if (seen.instances().isEmpty()) {
            return seen.environment().status().name().toLowerCase(java.util.Locale.ROOT);
        }
        long running = seen.instances().get().running(wanted);
        long all = instances(seen).count();
        return running + " of " + all + (all == 1 ? " instance runs " : " instances run ") + wanted;
    }

    private static String causes(EnvironmentSnapshot seen) {
        return instances(seen)
                .flatMap(instance -> instance.causes().stream())
                .findFirst()
                .map(cause -> ", " + cause)
                .orElse("");
    }

    private static java.util.stream.Stream<InstanceHealth> instances(EnvironmentSnapshot seen) {
        return seen.instances().stream().flatMap(all -> all.instances().stream());
    }
}
