package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import java.util.List;
import java.util.Optional;

/**
 * Finds the change that was asked for by a runner which died before it could write down its id. The platform takes no token, so
 * what the change has done tells it: a request since the moment just before ours that brought our label to the environment, or to
 * an instance of it, or that failed. A request of somebody else's that came in the same moment and failed is taken for ours.
 */
final class EarlierRequest {

    private final Environments environments;
    private final ActionContext context;
    private final Environment environment;

    EarlierRequest(Environments environments, ActionContext context, Environment environment) {
        this.environments = environments;
        this.context = context;
        this.environment = environment;
    }

    /**
     * The change with its id; absent if it was not asked for.
     *
     * @param from the label that the environment had
     * @param to the label that the change brings
     */
    Optional<Change> of(Change change, String from, String to) {
        List<EnvironmentEvent> events = environments.events(context.scope(), environment.id(), change.since());
        Optional<String> request = events.stream()
                .filter(event -> event.severity().isFailure())
                .map(EnvironmentEvent::requestId)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .or(() -> events.stream()
                        .map(EnvironmentEvent::requestId)
                        .filter(id -> !id.isEmpty())
                        .findFirst());
        if (request.isEmpty()) {
            return Optional.empty();
        }
        boolean hasFailed = events.stream()
                .anyMatch(event ->
                        event.severity().isFailure() && event.requestId().equals(request.get()));
        boolean isOurs = hasFailed
                || (environment.versionLabel().equals(to) && !from.equals(to))
                || events.stream().anyMatch(event -> event.versionLabel().equals(to))
                || hasReachedAnInstance(to, from);
        return isOurs
                ? Optional.of(new Change(change.kind(), request.get(), change.since(), change.cause()))
                : Optional.empty();
    }

    private boolean hasReachedAnInstance(String to, String from) {
        return !from.equals(to)
                && environments.instances(context.scope(), environment.id()).stream()
                        .flatMap(all -> all.instances().stream())
                        .flatMap(instance -> instance.deployment().stream())
                        .anyMatch(last -> last.versionLabel().equals(to));
    }
}
