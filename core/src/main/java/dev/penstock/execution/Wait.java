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
     * Until something new is seen of any of several resources, or a time has come.
     *
     * @param resources the resources; at least one unless there is a time
     * @param due the time; absent if only the resources count
     */
    record ForAnyResource(List<ResourceId> resources, Optional<Instant> due) implements Wait {

        public ForAnyResource {
            resources = List.copyOf(resources);
            if (resources.isEmpty() && due.isEmpty()) {
                throw new IllegalArgumentException("a wait for nothing does not end");
            }
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
}
