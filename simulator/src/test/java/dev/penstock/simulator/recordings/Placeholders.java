package dev.penstock.simulator.recordings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the masked parts of a test's recordings stand for in our answers.
 *
 * <p>{@code <name:1>} stands for one value throughout a test, and no other numbered placeholder for the same. The
 * recording account {@code 111111111111}, {@code <region>} and {@code <partition>} stand for one value as well. A
 * placeholder without a number may stand for many values, unless it was {@linkplain #give given} one.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z][\\w.-]*)(:[0-9]+)?>|(?<!\\d)1{12}(?!\\d)");
    private static final int LONGEST_SHOWN = 600;
    private static final Set<String> SINGLE = Set.of("<region>", "<partition>", "111111111111");
    private static final Map<String, String> FORMS = Map.of(
            "<region>", "[a-z]{2}(?:-[a-z]+)+-[0-9]",
            "<partition>", "aws(?:-[a-z]+)*",
            "111111111111", "[0-9]{12}");

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> numbered = new HashMap<>();
    private final Set<String> byChance = new HashSet<>();

    /** Says what a placeholder stands for. */
    void give(String placeholder, String value) {
        values.put(placeholder, value);
    }

    /** Says that the texts of a member are by chance. */
    void chance(String member) {
        byChance.add(member);
    }

    boolean isByChance(String member) {
        return byChance.contains(member);
    }

    /** What a placeholder is known to stand for, or the text itself: for names of members that are masked. */
    String spoken(String text) {
        return values.getOrDefault(text, text);
    }

    static boolean isPlaceholder(String text) {
        return PLACEHOLDER.matcher(text).matches();
    }

    /** Learns what a placeholder stands for from a place that has nothing else. Says nothing of contradictions. */
    void learn(String placeholder, String value) {
        if (isConsistent(placeholder) && !values.containsKey(placeholder) && !numbered.containsKey(value)) {
            bind(placeholder, value);
        }
    }

    /** Compares a text: empty when it agrees, else what is wrong. */
    Optional<String> mismatch(String recorded, String ours) {
        if (recorded.equals(ours)) {
            return Optional.empty();
        }
        StringBuilder regex = new StringBuilder();
        Map<String, String> groups = new HashMap<>();
        Matcher placeholder = PLACEHOLDER.matcher(recorded);
        int at = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(recorded.substring(at, placeholder.start())));
            regex.append(part(placeholder.group(), groups));
            at = placeholder.end();
        }
        regex.append(Pattern.quote(recorded.substring(at)));
        Matcher match = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(ours);
        if (!match.matches()) {
            return Optional.of("recorded " + quoted(recorded) + known(recorded) + ", ours " + quoted(ours));
        }
        Set<String> wrong = new HashSet<>();
        groups.forEach((name, group) -> {
            String value = Objects.requireNonNull(match.group(group));
            String other = numbered.get(value);
            if (name.contains(":") && other != null && !other.equals(name)) {
                wrong.add(name + " and " + other + " are both " + quoted(value));
            } else {
                bind(name, value);
            }
        });
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private String part(String name, Map<String, String> groups) {
        String value = values.get(name);
        if (value != null) {
            return Pattern.quote(value);
        }
        String form = FORMS.getOrDefault(name, ".+?");
        if (!isConsistent(name)) {
            return "(?:" + form + ")";
        }
        String group = groups.get(name);
        if (group != null) {
            return "\\k<" + group + ">";
        }
        String fresh = "p" + groups.size();
        groups.put(name, fresh);
        return "(?<" + fresh + ">" + form + ")";
    }

    private void bind(String name, String value) {
        values.put(name, value);
        if (name.contains(":")) {
            numbered.put(value, name);
        }
    }

    private static boolean isConsistent(String name) {
        return name.contains(":") || SINGLE.contains(name);
    }

    private String known(String recorded) {
        StringBuilder said = new StringBuilder();
        PLACEHOLDER.matcher(recorded).results().map(r -> r.group()).distinct().forEach(name -> {
            String value = values.get(name);
            if (value != null) {
                said.append(said.isEmpty() ? " where " : ", ")
                        .append(name)
                        .append(" is ")
                        .append(quoted(value));
            }
        });
        return said.toString();
    }

    /** A text for a message, without its end when it is long: some answers are files. */
    static String quoted(String text) {
        return text.length() <= LONGEST_SHOWN ? "'" + text + "'" : "'" + text.substring(0, LONGEST_SHOWN) + "…'";
    }
}
