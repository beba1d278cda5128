package dev.penstock.simulator.recordings;

import java.util.Map;
import java.util.TreeMap;

/** How much of a snapshot agrees. */
final class Tally {

    private final String name;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private int recorded;
    private int compared;
    private int agreeing;

    /** @param name of the snapshot, with the part of it */
    Tally(String name) {
        this.name = name;
    }

    void expect(int responses) {
        recorded = responses;
    }

    void compared(boolean agrees) {
        compared++;
        agreeing += agrees ? 1 : 0;
    }

    void leftOut(int responses, String reason) {
        leftOut.merge(reason, responses, Integer::sum);
    }

    String name() {
        return name;
    }

    String service() {
        return name.substring(0, name.indexOf('/'));
    }

    /** How many responses the whole snapshot has. */
    int recorded() {
        return recorded;
    }

    int compared() {
        return compared;
    }

    int agreeing() {
        return agreeing;
    }

    /** How many responses are not replayed, by reason. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }
}
