package dev.penstock.observe;

import java.util.Map;

/**
 * What one read saw, and what it cost.
 *
 * @param seen what was seen; a resource that does not exist is left out only if that cannot be told apart from not being
 *     visible yet
 * @param courses when what is under way began, and how long what has ended took; may be left out. It decides when the next
 *     look is worth while
 * @param calls how many calls of the remote service it took, at least 1
 */
public record Reading(Map<ResourceId, Observation> seen, Map<ResourceId, Course> courses, int calls) {

    public Reading {
        seen = Map.copyOf(seen);
        courses = Map.copyOf(courses);
        if (calls < 1) {
            throw new IllegalArgumentException("a reading takes at least one call, got " + calls);
        }
    }

    /** A reading of one call, without courses. */
    public static Reading of(Map<ResourceId, Observation> seen) {
        return new Reading(seen, Map.of(), 1);
    }
}
