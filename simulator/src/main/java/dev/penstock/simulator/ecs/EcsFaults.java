package dev.penstock.simulator.ecs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What goes wrong within ECS beside its calls: no capacity, images that cannot be pulled. Told by a test or a server, in
 * force until it was used up or {@link #clear} ends it. What happens to tasks and services that are there already is
 * {@link EcsIncidents}'s.
 */
public final class EcsFaults {

    /** In force for all that come, until it is ended. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final String UNAVAILABLE =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone";
    private static final String PULL =
            "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ";

    private record Fault(Predicate<String> meant, AtomicInteger left) {

        boolean strikes(String about) {
            return meant.test(about) && left.getAndUpdate(n -> n == ALWAYS || n <= 0 ? n : n - 1) > 0;
        }
    }

    private final List<Fault> capacity = new CopyOnWriteArrayList<>();
    private final List<Fault> pulls = new CopyOnWriteArrayList<>();

    /**
     * Fargate has no capacity for the next tasks of a group.
     *
     * @param group {@code service:web} or {@code family:name}; empty for all
     * @param provider {@code FARGATE} or {@code FARGATE_SPOT}; empty for both
     * @param tasks how many, or {@link #ALWAYS}
     */
    public void noCapacity(String group, String provider, int tasks) {
        capacity.add(new Fault(
                about -> (group.isEmpty() || about.startsWith(group + " "))
                        && (provider.isEmpty() || about.endsWith(" " + provider)),
                new AtomicInteger(tasks)));
    }

    /**
     * The next pulls of an image fail.
     *
     * @param image text that its reference contains
     * @param pulls how many, or {@link #ALWAYS}
     */
    public void pullFails(String image, int pulls) {
        this.pulls.add(new Fault(about -> about.contains(image), new AtomicInteger(pulls)));
    }

    /** Ends all faults. */
    public void clear() {
        capacity.clear();
        pulls.clear();
    }

    /** Why a task finds no place on Fargate. */
    Optional<String> capacity(TaskFactory.Order order, String provider) {
        String about = order.group() + " " + (provider.isEmpty() ? "FARGATE" : provider);
        return capacity.stream().anyMatch(f -> f.strikes(about)) ? Optional.of(UNAVAILABLE) : Optional.empty();
    }

    /** Why an image cannot be pulled. */
    Optional<String> pull(String reference) {
        return pulls.stream().anyMatch(f -> f.strikes(reference))
                ? Optional.of(PULL + reference + ": " + reference + ": i/o timeout")
                : Optional.empty();
    }
}
