package dev.penstock.simulator.recordings;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one test class compared of a snapshot. */
final class Tally {

    private final String name;
    private final Map<Response, Boolean> compared = new LinkedHashMap<>();

    /** @param name of the snapshot, with the part of it */
    Tally(String name) {
        this.name = name;
    }

    void compared(Response response, boolean agrees) {
        compared.merge(response, agrees, Boolean::logicalAnd);
    }

    String name() {
        return name;
    }

    String snapshot() {
        return name.replaceFirst("#.*", "");
    }

    /** The responses that were compared, and whether each agrees. */
    Map<Response, Boolean> compared() {
        return compared;
    }

    int agreeing() {
        return (int) compared.values().stream().filter(agrees -> agrees).count();
    }
}
