package dev.penstock.rollout.duration;

import dev.penstock.rollout.Words;
import java.time.Duration;

/**
 * A setting that a rollout would be quicker with if it were another.
 *
 * @param name as its platform or the settings call it, with what it is a setting of
 * @param value what it is
 * @param quicker what it could be
 * @param saves so much less the whole rollout would take; above 0
 */
public record CostlySetting(String name, String value, String quicker, Duration saves) {

    /** A sentence. */
    public String sentence() {
        return name + " is " + value + ": with " + quicker + " it takes "
                + Words.of(Duration.ofSeconds(saves.plusMillis(500).toSeconds())) + " less.";
    }
}
