package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentSnapshot;
import dev.penstock.beanstalk.InstancesHealth;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads environments with few calls: all of them with one, the events of several with one more, and the instances of an
 * environment when something changed, else every ten seconds, as often as Beanstalk refreshes them.
 */
public final class EnvironmentReader implements ResourceReader {

    private static final int BATCH = 100;
    private static final int MOST_KNOWN = 500;
    private static final int MOST_EVENTS = 200;
    private static final Duration SHORTEST = Duration.ofSeconds(4);
    private static final Duration REFRESH = Duration.ofSeconds(10);

    /** With 100 environments, the details of each are read once a minute while nothing changes. */
    private static final Duration FOR_EACH = Duration.ofMillis(600);

    /** How far back events are read of an environment that is seen for the first time. */
    private static final Duration BACK = Duration.ofMinutes(1);

    private final BeanstalkReads reads;
    private final InstantSource time;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** What was seen of an environment, and when its details were read. */
    private record Known(EnvironmentSnapshot seen, Instant at) {}

    /**
     * A reader of the environments that some clients reach.
     *
     * @param time by which what was read grows old
     */
    public EnvironmentReader(AwsClients clients, InstantSource time) {
        this.reads = new BeanstalkReads(clients);
        this.time = time;
    }

    @Override
    public String kind() {
        return EnvironmentSnapshot.KIND;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        AwsScope scope = resources.getFirst().scope();
        Map<String, Environment> environments =
                reads.byId(scope, resources.stream().map(ResourceId::id).toList());
        Instant now = time.instant();
        int calls = 1;
        List<Environment> due = environments.values().stream()
                .filter(environment -> isDue(environment, now, resources.size()))
                .toList();
        Map<String, List<EnvironmentEvent>> events = events(scope, due);
        calls += due.isEmpty() ? 0 : 1;
        for (Environment environment : due) {
            Optional<InstancesHealth> instances = reads.instances(scope, environment.id());
            calls++;
            remember(environment, events.getOrDefault(environment.id(), List.of()), instances, now);
        }
        Map<ResourceId, Observation> seen = new HashMap<>();
        for (ResourceId resource : resources) {
            Environment environment = environments.get(resource.id());
            if (environment != null) {
                Optional<Known> details = get(resource.id());
                seen.put(
                        resource,
                        new EnvironmentSnapshot(
                                environment,
                                details.map(each -> each.seen().events()).orElse(List.of()),
                                details.flatMap(each -> each.seen().instances())));
            }
        }
        return new Reading(seen, Map.of(), calls);
    }

    private boolean isDue(Environment environment, Instant now, int watched) {
        Optional<Known> before = get(environment.id());
        if (before.isEmpty() || !before.get().seen().environment().equals(environment)) {
            return true;
        }
        if (environment.status().isEnding()) {
            return false;
        }
        Duration forAll = FOR_EACH.multipliedBy(watched);
        Duration least = environment.status().isReady() ? REFRESH : SHORTEST;
        Duration interval = forAll.compareTo(least) > 0 ? forAll : least;
        return !now.isBefore(before.get().at().plus(interval));
    }

    private Map<String, List<EnvironmentEvent>> events(AwsScope scope, List<Environment> due) {
        Map<String, List<EnvironmentEvent>> events = new HashMap<>();
        if (due.size() == 1) {
            Environment only = due.getFirst();
            events.put(only.id(), reads.events(scope, only.id(), since(only)));
        } else if (!due.isEmpty()) {
            Instant since = due.stream()
                    .map(this::since)
                    .reduce((one, other) -> one.isBefore(other) ? one : other)
                    .orElseThrow();
            Map<String, List<EnvironmentEvent>> byName = reads.eventsOfAll(scope, since);
            due.forEach(each -> events.put(each.id(), byName.getOrDefault(each.name(), List.of())));
        }
        return events;
    }

    private Instant since(Environment environment) {
        List<EnvironmentEvent> before =
                get(environment.id()).map(each -> each.seen().events()).orElse(List.of());
        return before.isEmpty()
                ? environment.updatedAt().minus(BACK)
                : before.getLast().at();
    }

    private void remember(
            Environment environment, List<EnvironmentEvent> fresh, Optional<InstancesHealth> instances, Instant now) {
        List<EnvironmentEvent> all = new ArrayList<>(
                get(environment.id()).map(each -> each.seen().events()).orElse(List.of()));
        fresh.stream().filter(event -> !all.contains(event)).forEach(all::add);
        List<EnvironmentEvent> last = all.subList(Math.max(0, all.size() - MOST_EVENTS), all.size());
        put(environment.id(), new Known(new EnvironmentSnapshot(environment, last, instances), now));
    }

    private synchronized Optional<Known> get(String id) {
        return Optional.ofNullable(known.get(id));
    }

    private synchronized void put(String id, Known what) {
        known.put(id, what);
    }
}
