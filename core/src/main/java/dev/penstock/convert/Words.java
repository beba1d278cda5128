package dev.penstock.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of {@code Entrypoint} and {@code Command} of Dockerrun version 1, which are one text. */
final class Words {

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')+");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'");

    private Words() {}

    static List<String> split(Optional<String> line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.orElse(""));
        while (word.find()) {
            words.add(QUOTED.matcher(word.group())
                    .replaceAll(quoted -> Matcher.quoteReplacement(
                            quoted.group(1) == null
                                    ? quoted.group(2)
                                    : quoted.group(1).replaceAll("\\\\(.)", "$1"))));
        }
        return words;
    }

    static Optional<String> join(List<String> words) {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" ", words.stream().map(Words::quoted).toList()));
    }

    private static String quoted(String word) {
        boolean plain =
                !word.isEmpty() && word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'');
        return plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
