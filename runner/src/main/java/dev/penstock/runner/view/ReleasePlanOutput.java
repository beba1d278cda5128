package dev.penstock.runner.view;

import dev.penstock.json.JsonWriter;
import dev.penstock.rollout.ReleaseForecast;
import java.util.List;
import java.util.stream.Collectors;

/** How actions would release, and what their verdicts could find. */
public final class ReleasePlanOutput {

    private ReleasePlanOutput() {}

    /** For a terminal. */
    public static String text(List<ReleaseForecast> releases) {
        return releases.stream()
                .map(release -> heading(release) + " by " + sentence(release) + "\n"
                        + release.remarks().stream()
                                .map(remark -> "  " + remark + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private static String heading(ReleaseForecast release) {
        return release.stage() + "/" + release.action() + ", release";
    }

    private static String sentence(ReleaseForecast release) {
        return release.plan().strategy() + ": " + steps(release) + ".";
    }

    private static String steps(ReleaseForecast release) {
        return release.plan().steps().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** For a pull request. */
    public static String markdown(List<ReleaseForecast> releases) {
        return releases.stream()
                .map(release -> "\n### " + heading(release) + "\n\nBy `"
                        + release.plan().strategy() + "`: "
                        + steps(release) + ".\n"
                        + release.remarks().stream()
                                .map(remark -> "\n- " + remark)
                                .collect(Collectors.joining("", "", "\n")))
                .collect(Collectors.joining());
    }

    /**
     * For programs: one JSON line for each release, with {@code kind} ({@code plannedRelease}), {@code stage}, {@code action}, {@code
     * strategy}, {@code steps}, {@code bakeSeconds} and {@code remarks}.
     */
    public static String json(List<ReleaseForecast> releases) {
        return releases.stream().map(ReleasePlanOutput::line).collect(Collectors.joining());
    }

    private static String line(ReleaseForecast release) {
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedRelease")
                .field("stage", release.stage())
                .field("action", release.action())
                .field("strategy", release.plan().strategy())
                .name("steps")
                .array();
        release.plan().steps().forEach(step -> json.value(step.toString()));
        json.endArray()
                .field("bakeSeconds", release.baking().toSeconds())
                .name("remarks")
                .array();
        release.remarks().forEach(json::value);
        return json.endArray().endObject() + "\n";
    }
}
