package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A word of what a simulated container or function is told to do: {@code what}, {@code what:NUMBER}, {@code what@TIME}, or with
 * both.
 */
public final class ScriptWord {

    private static final Pattern FORM =
            Pattern.compile("(?<what>[a-z-]+)(:(?<code>[0-9]{1,3}))?(@(?<number>[0-9]{1,9})(?<unit>ms|s|m|h))?");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    private final String variable;
    private final String examples;
    private final String text;
    private final String what;
    private final @Nullable String code;
    private final Optional<Duration> time;

    private ScriptWord(String variable, String examples, String text) {
        this.variable = variable;
        this.examples = examples;
        this.text = text;
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw misunderstood();
        }
        what = form.group("what");
        code = form.group("code");
        time = Optional.ofNullable(form.group("number"))
                .map(number -> time(Long.parseLong(number), form.group("unit")));
    }

    /**
     * Takes a list of words apart, which are separated by spaces or commas.
     *
     * @param variable that holds the list, for messages
     * @param examples of words that are understood, for messages
     * @throws IllegalArgumentException when a word has not the form of one; the message names it
     */
    public static List<ScriptWord> parse(String variable, String examples, String told) {
        List<ScriptWord> words = new ArrayList<>();
        for (String word : BETWEEN.split(told.trim(), -1)) {
            if (!word.isEmpty()) {
                words.add(new ScriptWord(variable, examples, word));
            }
        }
        return words;
    }

    /** What is to be done. */
    public String what() {
        return what;
    }

    /** The time that stands with it, if one does. */
    public Optional<Duration> time() {
        return time;
    }

    /**
     * The time that must stand with it.
     *
     * @throws IllegalArgumentException when no time stands with it
     */
    public Duration requiredTime() {
        return time.orElseThrow(this::misunderstood);
    }

    /**
     * The number that must stand with it.
     *
     * @throws IllegalArgumentException when no number from {@code least} to {@code most} stands with it
     */
    public int number(int least, int most) {
        int value = code == null ? -1 : Integer.parseInt(code);
        if (value < least || value > most) {
            throw misunderstood();
        }
        return value;
    }

    /** The error that says that nothing is known of this word. */
    public IllegalArgumentException misunderstood() {
        return new IllegalArgumentException(
                variable + ": \"" + text + "\" is not understood; use words like " + examples);
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
