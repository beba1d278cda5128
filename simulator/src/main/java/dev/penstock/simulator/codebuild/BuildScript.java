package dev.penstock.simulator.codebuild;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/**
 * What a build does that nobody carries out, told by its environment variable {@value #VARIABLE}: words separated by
 * spaces or commas.
 *
 * <pre>
 * fail               a command of the phase BUILD fails
 * fail:PHASE         that of another phase; PHASE is a name like install or upload_artifacts
 * PHASE@TIME         the phase takes that long
 * </pre>
 *
 * <p>Without it a build succeeds. How long phases take is taken from the example of {@code aws codebuild
 * batch-get-builds} in the AWS CLI's documentation.
 *
 * @param failing the phase that fails
 * @param times by phase, where they differ
 */
record BuildScript(Optional<String> failing, Map<String, Duration> times) {

    static final String VARIABLE = "PENSTOCK_SIMULATE";

    /** The phases that take time, in their order, with what they take. */
    static final List<String> PHASES = List.of(
            "QUEUED",
            "PROVISIONING",
            "DOWNLOAD_SOURCE",
            "INSTALL",
            "PRE_BUILD",
            "BUILD",
            "POST_BUILD",
            "UPLOAD_ARTIFACTS",
            "FINALIZING");

    private static final Map<String, Duration> TIMES = Map.of(
            "QUEUED", Duration.ofMillis(300),
            "PROVISIONING", Duration.ofSeconds(34),
            "DOWNLOAD_SOURCE", Duration.ofSeconds(15),
            "INSTALL", Duration.ofMillis(200),
            "PRE_BUILD", Duration.ofMillis(200),
            "BUILD", Duration.ofSeconds(9),
            "POST_BUILD", Duration.ofSeconds(3),
            "UPLOAD_ARTIFACTS", Duration.ofSeconds(9),
            "FINALIZING", Duration.ofSeconds(2));

    private static final Pattern FAIL = Pattern.compile("fail(:(?<phase>[a-zA-Z_]+))?");
    private static final Pattern TIME = Pattern.compile("(?<phase>[a-zA-Z_]+)@(?<number>[0-9]{1,9})(?<unit>ms|s|m|h)");

    BuildScript {
        times = Map.copyOf(times);
    }

    /**
     * Reads the variable's value.
     *
     * @throws IllegalArgumentException when a word is not understood; the message names it
     */
    static BuildScript parse(String told) {
        Optional<String> failing = Optional.empty();
        Map<String, Duration> times = new HashMap<>();
        for (String word : told.trim().split("[\\s,]+", -1)) {
            Matcher fail = FAIL.matcher(word);
            Matcher time = TIME.matcher(word);
            if (fail.matches()) {
                failing = Optional.of(phase(fail.group("phase") == null ? "BUILD" : fail.group("phase"), word));
            } else if (time.matches()) {
                times.put(phase(time.group("phase"), word), duration(time));
            } else if (!word.isEmpty()) {
                throw misunderstood(word);
            }
        }
        return new BuildScript(failing, times);
    }

    Duration time(String phase) {
        return times.getOrDefault(phase, TIMES.getOrDefault(phase, Duration.ZERO));
    }

    boolean fails(String phase) {
        return failing.filter(phase::equals).isPresent();
    }

    private static String phase(String name, String word) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (BuildPhaseType.fromValue(upper) == BuildPhaseType.UNKNOWN_TO_SDK_VERSION || !PHASES.contains(upper)) {
            throw misunderstood(word);
        }
        return upper;
    }

    private static Duration duration(Matcher form) {
        long number = Long.parseLong(form.group("number"));
        return switch (form.group("unit")) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static IllegalArgumentException misunderstood(String word) {
        return new IllegalArgumentException(
                VARIABLE + ": \"" + word + "\" is not understood; use words like fail, fail:install, build@5m");
    }
}
