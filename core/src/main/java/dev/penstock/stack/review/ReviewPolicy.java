package dev.penstock.stack.review;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is done about the consequences of a change set before it is executed.
 *
 * @param responses by consequence; one that is not there is allowed
 */
public record ReviewPolicy(Map<Consequence, Response> responses) {

    /** Data is touched only with a person's word; everything else goes its way. */
    public static final ReviewPolicy CAREFUL = new ReviewPolicy(
            Map.of(Consequence.DATA_LOSS, Response.APPROVE, Consequence.DATA_SET_ASIDE, Response.APPROVE));

    public ReviewPolicy {
        Map<Consequence, Response> copy = new EnumMap<>(Consequence.class);
        copy.putAll(responses);
        responses = Collections.unmodifiableMap(copy);
    }

    /** What is done about one consequence. */
    public enum Response {
        ALLOW,
        /** A person has to approve this very change set. */
        APPROVE,
        /** It is not executed. */
        REFUSE
    }

    /** The same, with another response to one consequence. */
    public ReviewPolicy with(Consequence consequence, Response response) {
        Map<Consequence, Response> changed = new EnumMap<>(Consequence.class);
        changed.putAll(responses);
        changed.put(consequence, response);
        return new ReviewPolicy(changed);
    }

    /** What is done about a consequence. */
    public Response to(Consequence consequence) {
        return responses.getOrDefault(consequence, Response.ALLOW);
    }

    /** The strictest response to anything that comes of a change set. */
    public Response to(ChangeSetReview review) {
        Response strictest = Response.ALLOW;
        for (Consequence consequence : Consequence.values()) {
            Response response = to(consequence);
            if (response.compareTo(strictest) > 0 && !review.with(consequence).isEmpty()) {
                strictest = response;
            }
        }
        return strictest;
    }

    /** The changes because of which the response is what it is, in full sentences. */
    public List<String> reasons(ChangeSetReview review, Response response) {
        List<String> reasons = new ArrayList<>();
        for (Consequence consequence : Consequence.values()) {
            if (to(consequence) == response) {
                for (ReviewedChange change : review.with(consequence)) {
                    String detail = change.explanation().isEmpty() ? "" : " " + change.explanation();
                    reasons.add(change.path() + " (" + change.type() + ") "
                            + change.effect().words() + ": " + consequence.words()
                            + (change.certain() ? "." : ", if it is replaced.") + detail);
                }
            }
        }
        return reasons;
    }
}
