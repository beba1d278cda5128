package dev.penstock.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of facts beside this package: columns between tabs, lines that start with {@code #} are comments. */
final class Facts {

    private Facts() {}

    static List<List<String>> rows(String name) {
        try (InputStream in = Facts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the file of facts " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
