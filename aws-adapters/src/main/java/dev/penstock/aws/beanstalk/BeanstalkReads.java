package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.InstanceHealth;
import dev.penstock.beanstalk.InstancesHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;

/** What is read of environments: them, their events, their instances. */
final class BeanstalkReads {

    /** "DescribeEvents": 1 to 1000. */
    private static final int PAGE = 1000;

    private final AwsClients clients;

    BeanstalkReads(AwsClients clients) {
        this.clients = clients;
    }

    /** Environments by their ids, terminated ones of the last hour among them, with one call. */
    Map<String, Environment> byId(AwsScope scope, Collection<String> ids) {
        Map<String, Environment> found = new HashMap<>();
        clients.call(
                        "elasticbeanstalk:DescribeEnvironments",
                        ids.size() == 1
                                ? "describe environment " + ids.iterator().next()
                                : "describe " + ids.size() + " environments",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeEnvironments(
                                        describe -> describe.environmentIds(ids).includeDeleted(true)))
                .environments()
                .forEach(described -> {
                    Environment environment = EnvironmentMapping.environment(described);
                    found.put(environment.id(), environment);
                });
        return found;
    }

    /** The environments of a name that are not terminated. */
    List<Environment> named(AwsScope scope, String name) {
        return clients
                .call(
                        "elasticbeanstalk:DescribeEnvironments",
                        "describe environment '" + name + "'",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeEnvironments(describe ->
                                        describe.environmentNames(name).includeDeleted(false)))
                .environments()
                .stream()
                .map(EnvironmentMapping::environment)
                .filter(environment -> environment.name().equals(name))
                .toList();
    }

    /** Of those of a name that are terminated, the last; AWS tells of them for about an hour. */
    Optional<Environment> terminated(AwsScope scope, String name) {
        return clients
                .call(
                        "elasticbeanstalk:DescribeEnvironments",
                        "look for an environment '" + name + "' that was terminated",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeEnvironments(describe ->
                                        describe.environmentNames(name).includeDeleted(true)))
                .environments()
                .stream()
                .map(EnvironmentMapping::environment)
                .filter(environment ->
                        environment.name().equals(name) && environment.status().isEnding())
                .max(Comparator.comparing(Environment::updatedAt));
    }

    List<Environment> ofApplication(AwsScope scope, String application) {
        return clients
                .call(
                        "elasticbeanstalk:DescribeEnvironments",
                        "describe the environments of application '" + application + "'",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeEnvironments(describe ->
                                        describe.applicationName(application).includeDeleted(false)))
                .environments()
                .stream()
                .map(EnvironmentMapping::environment)
                .toList();
    }

    /** An environment's events since a time, oldest first. */
    List<EnvironmentEvent> events(AwsScope scope, String environmentId, Instant since) {
        return events(
                scope,
                "read the events of environment " + environmentId,
                describe -> since(describe, since).environmentId(environmentId));
    }

    /** The events of a version, oldest first. */
    List<EnvironmentEvent> versionEvents(AwsScope scope, String application, String label) {
        return events(
                scope,
                "read the events of version '" + label + "' of application '" + application + "'",
                describe -> describe.applicationName(application).versionLabel(label));
    }

    private List<EnvironmentEvent> events(AwsScope scope, String asked, Consumer<DescribeEventsRequest.Builder> which) {
        List<EnvironmentEvent> events = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            DescribeEventsResponse page = clients.call(
                    "elasticbeanstalk:DescribeEvents",
                    asked,
                    () -> clients.elasticBeanstalk(scope, Use.READ).describeEvents(describe -> {
                        which.accept(describe);
                        describe.maxRecords(PAGE).nextToken(next);
                    }));
            page.events().forEach(event -> events.add(EnvironmentMapping.event(event)));
            token = page.nextToken();
        } while (token != null);
        return oldestFirst(events);
    }

    /** The events of all environments since a time by the environment's name, with one call as long as a page has room. */
    Map<String, List<EnvironmentEvent>> eventsOfAll(AwsScope scope, Instant since) {
        Map<String, List<EnvironmentEvent>> byName = new HashMap<>();
        String token = null;
        do {
            String next = token;
            DescribeEventsResponse page = clients.call(
                    "elasticbeanstalk:DescribeEvents",
                    "read the events of environments",
                    () -> clients.elasticBeanstalk(scope, Use.READ)
                            .describeEvents(describe ->
                                    since(describe, since).maxRecords(PAGE).nextToken(next)));
            for (EventDescription event : page.events()) {
                byName.computeIfAbsent(EnvironmentMapping.text(event.environmentName()), name -> new ArrayList<>())
                        .add(EnvironmentMapping.event(event));
            }
            token = page.nextToken();
        } while (token != null);
        byName.replaceAll((name, events) -> oldestFirst(events));
        return byName;
    }

    private static DescribeEventsRequest.Builder since(DescribeEventsRequest.Builder describe, Instant since) {
        return since.isAfter(Instant.EPOCH) ? describe.startTime(since) : describe;
    }

    /** They come newest first; those of one time stay in the order in which they happened. */
    private static List<EnvironmentEvent> oldestFirst(List<EnvironmentEvent> newestFirst) {
        return newestFirst.reversed().stream()
                .sorted(Comparator.comparing(EnvironmentEvent::at))
                .toList();
    }

    /** Absent where health is basic: the call is refused then. */
    Optional<InstancesHealth> instances(AwsScope scope, String environmentId) {
        List<InstanceHealth> instances = new ArrayList<>();
        Instant refreshedAt = Instant.EPOCH;
        String token = null;
        try {
            do {
                DescribeInstancesHealthResponse page = page(scope, environmentId, token);
                page.instanceHealthList().forEach(each -> instances.add(EnvironmentMapping.instance(each)));
                refreshedAt = page.refreshedAt() == null ? refreshedAt : page.refreshedAt();
                token = page.nextToken();
            } while (token != null);
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.INVALID || e.kind() == Kind.NOT_FOUND || e.kind() == Kind.CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(new InstancesHealth(instances, refreshedAt));
    }

    private DescribeInstancesHealthResponse page(AwsScope scope, String environmentId, @Nullable String token) {
        return clients.call(
                "elasticbeanstalk:DescribeInstancesHealth",
                "describe the health of the instances of environment " + environmentId,
                () -> clients.elasticBeanstalk(scope, Use.READ)
                        .describeInstancesHealth(describe -> describe.environmentId(environmentId)
                                .attributeNames(
                                        InstancesHealthAttribute.HEALTH_STATUS,
                                        InstancesHealthAttribute.COLOR,
                                        InstancesHealthAttribute.CAUSES,
                                        InstancesHealthAttribute.DEPLOYMENT,
                                        InstancesHealthAttribute.REFRESHED_AT)
                                .nextToken(token)));
    }
}
