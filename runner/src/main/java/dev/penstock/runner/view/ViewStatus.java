package dev.penstock.runner.view;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.Tone;

/** How far an execution, a stage or an action is. */
public enum ViewStatus {
    /** Not begun. */
    WAITING("NotStarted", "not started", Tone.FAINT),
    /** In front of a stage that another execution is in. */
    QUEUED("Queued", "waits for the stage to be free", Tone.FAINT),
    IN_PROGRESS("InProgress", "in progress", Tone.BUSY),
    /** Somebody has to approve or reject. */
    NEEDS_APPROVAL("InProgress", "needs approval", Tone.ATTENTION),
    /** Somebody paused it, and somebody has to let it go on. */
    PAUSED("InProgress", "paused", Tone.ATTENTION),
    STOPPING("Stopping", "stopping", Tone.ATTENTION),
    /** Passed over, because a condition of it says so. */
    SKIPPED("Skipped", "skipped", Tone.FAINT),
    SUCCEEDED("Succeeded", "succeeded", Tone.GOOD),
    FAILED("Failed", "failed", Tone.BAD),
    ROLLED_BACK("Failed", "rolled back", Tone.BAD),
    SUPERSEDED("Superseded", "superseded", Tone.ATTENTION),
    STOPPED("Stopped", "stopped", Tone.ATTENTION),
    ABANDONED("Abandoned", "abandoned", Tone.ATTENTION),
    INCONCLUSIVE("Failed", "inconclusive", Tone.ATTENTION);

    private final String word;
    private final String text;
    private final Tone tone;

    ViewStatus(String word, String text, Tone tone) {
        this.word = word;
        this.text = text;
        this.tone = tone;
    }

    /** The status by the word that a journal has for it: an outcome, or {@code IN_PROGRESS} or {@code STOPPING}. */
    public static ViewStatus ofSummary(String status) {
        for (ViewStatus each : values()) {
            if (each.name().equals(status)) {
                return each;
            }
        }
        return IN_PROGRESS;
    }

    /** The status word as CodePipeline has it, where it has one. */
    public String word() {
        return word;
    }

    /** The status for people. */
    public String text() {
        return text;
    }

    /** How it looks. */
    public Tone tone() {
        return tone;
    }

    /** Whether nothing more happens. */
    public boolean hasEnded() {
        return switch (this) {
            case WAITING, QUEUED, IN_PROGRESS, NEEDS_APPROVAL, PAUSED, STOPPING -> false;
            case SKIPPED, SUCCEEDED, FAILED, ROLLED_BACK, SUPERSEDED, STOPPED, ABANDONED, INCONCLUSIVE -> true;
        };
    }

    /** Whether it has begun and goes on. */
    public boolean isActive() {
        return this == IN_PROGRESS || this == NEEDS_APPROVAL || this == PAUSED || this == STOPPING;
    }

    /** The sign for it, where nothing moves. */
    public String glyph(Glyphs glyphs) {
        return switch (this) {
            case WAITING, QUEUED -> glyphs.waiting();
            case IN_PROGRESS, STOPPING -> glyphs.still();
            case NEEDS_APPROVAL, PAUSED -> glyphs.attention();
            case SUCCEEDED -> glyphs.good();
            case FAILED -> glyphs.bad();
            case ROLLED_BACK -> glyphs.back();
            case SKIPPED, SUPERSEDED, STOPPED, ABANDONED -> glyphs.stopped();
            case INCONCLUSIVE -> glyphs.unknown();
        };
    }
}
