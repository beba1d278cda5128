package dev.penstock.execution;

import dev.penstock.observe.ResourceId;
import java.time.Instant;

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
     * Until somebody answers.
     *
     * @param token stands in the answer, so that an answer meant for an earlier question is refused
     * @param question what is asked, in words for people; may be empty
     * @param link where they find what they need to answer; may be empty
     */
    record ForApproval(String token, String question, String link) implements Wait {}
}
