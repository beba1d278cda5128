package dev.penstock.execution;

import dev.penstock.observe.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an action waits for. A wait is written down; it needs no thread and no poller of its own. */
public sealed interface Wait {

    /** Until a time. */
    record Until(Instant due) implements Wait {}

    /**
     * Until something new is seen of a resource.
     *
     * @param resource the resource
     */
    record ForResource(ResourceId resource) implements Wait {}

    /**
     * Until something new is seen of any of several resources, a time has come, or people have done what they are asked for.
     *
     * <p>Where people are asked, virtual time stands still for them, as it does for an approval: it goes on when they have
     * answered. The time and the resources count meanwhile if it goes on for another reason.
     *
     * @param resources the resources; at least one unless there is a time or people are asked
     * @param due the time; absent if it does not count
     * @param people what they are asked for; absent if nothing is
     * @param toldOf resources that nobody looks at for this wait: where an execution is given back and AWS tells that one of them has
     *     changed, the wait is over. In a process that keeps the execution they mean nothing
     */
    record ForAnyResource(
            List<ResourceId> resources, Optional<Instant> due, Optional<Asking> people, List<ResourceId> toldOf)
            implements Wait {

        public ForAnyResource {
            resources = List.copyOf(resources);
            toldOf = List.copyOf(toldOf);
            if (resources.isEmpty() && due.isEmpty() && people.isEmpty()) {
                throw new IllegalArgumentException("a wait for nothing does not end");
            }
        }

        /** A wait that people have no part in. */
        public ForAnyResource(List<ResourceId> resources, Optional<Instant> due) {
            this(resources, due, Optional.empty(), List.of());
        }

        /** A wait that nothing but its resources, its time and people ends. */
        public ForAnyResource(List<ResourceId> resources, Optional<Instant> due, Optional<Asking> people) {
            this(resources, due, people, List.of());
        }
    }

    /**
     * Until somebody answers.
     *
     * @param token stands in the answer, so that an answer meant for an earlier question is refused
     * @param question what is asked, in words for people; may be empty
     * @param link where they find what they need to answer; may be empty
     */
    record ForApproval(String token, String question, String link) implements Wait {}

    /** The resources of which something new may end it. */
    default List<ResourceId> resources() {
        return switch (this) {
            case Until ignored -> List.of();
            case ForResource(ResourceId resource) -> List.of(resource);
            case ForAnyResource any -> any.resources();
            case ForApproval ignored -> List.of();
        };
    }

    /** The resources of which news ends it, while nobody looks at them. */
    default List<ResourceId> toldOf() {
        return this instanceof ForAnyResource any ? any.toldOf() : List.of();
    }

    /** The time that ends it. */
    default Optional<Instant> time() {
        return switch (this) {
            case Until(Instant due) -> Optional.of(due);
            case ForResource ignored -> Optional.empty();
            case ForAnyResource any -> any.due();
            case ForApproval ignored -> Optional.empty();
        };
    }

    /** What people are asked for meanwhile. */
    default Optional<Asking> asked() {
        return switch (this) {
            case Until ignored -> Optional.empty();
            case ForResource ignored -> Optional.empty();
            case ForAnyResource any -> any.people();
            case ForApproval(String token, String question, String link) ->
                Optional.of(new Asking.Approval(token, question, link));
        };
    }

    /** The question that is open meanwhile, if an answer ends it. */
    default Optional<Asking.Approval> openQuestion() {
        return asked().filter(Asking.Approval.class::isInstance).map(Asking.Approval.class::cast);
    }
}
