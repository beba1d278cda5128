package dev.penstock.aws.rollout;

import dev.penstock.execution.Outcome;
import java.util.EnumSet;
import java.util.Set;

/** What happens to a release. */
enum Course {
    HEALTHY("all goes well", Runs.NEW, Outcome.SUCCEEDED),
    FAILING_HEALTH("the new version never gets well", Runs.OLD, Outcome.ROLLED_BACK, Outcome.FAILED),
    RISING_ERRORS("ten times as many of its requests fail", Runs.OLD, Outcome.ROLLED_BACK),
    NO_TRAFFIC("nobody sends requests", Runs.OLD, Outcome.ROLLED_BACK),
    FOREIGN_CHANGE("somebody else releases meanwhile", Runs.THEIRS, Outcome.SUPERSEDED, Outcome.INCONCLUSIVE),
    STOPPED("somebody stops it and abandons the action", Runs.OLD, Outcome.STOPPED),
    KILLED("the runner is killed (`-9`) in each step; resumed", Runs.NEW, Outcome.SUCCEEDED);

    /** What users get in the end. */
    enum Runs {
        OLD,
        NEW,
        THEIRS
    }

    private final String words;
    private final Runs runs;
    private final Outcome usual;
    private final Outcome possible;

    Course(String words, Runs runs, Outcome only) {
        this(words, runs, only, only);
    }

    Course(String words, Runs runs, Outcome usual, Outcome possible) {
        this.words = words;
        this.runs = runs;
        this.usual = usual;
        this.possible = possible;
    }

    String words() {
        return words;
    }

    Runs runs() {
        return runs;
    }

    Set<Outcome> outcomes() {
        return EnumSet.of(usual, possible);
    }

    /** Whether bakes are judged by what is counted. */
    boolean isJudged() {
        return this == RISING_ERRORS || this == NO_TRAFFIC;
    }

    /** Requests a minute to both versions. */
    double requests() {
        return this == NO_TRAFFIC ? 0 : 6000;
    }

    /** The share of the new version's requests that fail; half a per cent of the old one's do. */
    double badOfNew() {
        return this == RISING_ERRORS ? 0.05 : 0.005;
    }
}
