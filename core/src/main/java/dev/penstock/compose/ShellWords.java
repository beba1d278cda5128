package dev.penstock.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line as a shell does, without carrying anything out: what {@code command} as text means. */
final class ShellWords {

    private ShellWords() {}

    /** The words; empty when a quote is not closed. */
    static Optional<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' ? c == '\'' : quote == '"' && c == '"') {
                quote = 0;
            } else if (quote == '\'') {
                word.append(c);
            } else if (c == '\\' && i + 1 < line.length()) {
                char next = line.charAt(++i);
                boolean kept = quote == '"' && "\"\\$`".indexOf(next) < 0;
                word.append(kept ? "\\" + next : String.valueOf(next));
                inWord = true;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }
}
