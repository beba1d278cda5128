package dev.penstock.compose;

import dev.penstock.document.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A small project that shows one thing, from the folder {@code features} of the test resources. There, {@code === NAME} starts
 * one, and {@code --- FILE} a file of it; {@code crlf} and {@code bom} behind it change its bytes. {@code --- variables} are those
 * of the environment, {@code --- options} may name active profiles. What {@code docker compose config} makes of each stands in
 * the file beside that ends in {@code .expected}.
 *
 * @param group the file that it stands in, without the ending
 * @param files the project's files by their paths
 */
record ComposeFeature(
        String group, String name, Map<String, byte[]> files, Map<String, String> variables, Set<String> profiles) {

    static final Path FOLDER = Path.of("src/test/resources/dev/penstock/compose/features");

    /** What the folder of a project is called in results. */
    static final String PROJECT = "/project";

    static List<ComposeFeature> all() {
        try (Stream<Path> found = Files.list(FOLDER)) {
            return found.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return group + ": " + name;
    }

    private static List<ComposeFeature> of(Path file) {
        String group = file.getFileName().toString().replace(".txt", "");
        List<ComposeFeature> features = new ArrayList<>();
        for (String text : ("\n" + read(file)).split("\n=== ", -1)) {
            int end = text.indexOf('\n');
            if (end > 0) {
                features.add(feature(group, text.substring(0, end), text.substring(end)));
            }
        }
        return features;
    }

    private static ComposeFeature feature(String group, String name, String text) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, String> variables = new LinkedHashMap<>();
        Set<String> profiles = new TreeSet<>();
        for (String part : text.split("\n--- ", -1)) {
            int end = part.indexOf('\n');
            if (end <= 0) {
                // Nothing stands between the name and the first file; an empty file has no line.
                if (!part.isBlank()) {
                    files.put(part, new byte[0]);
                }
                continue;
            }
            List<String> head = List.of(part.substring(0, end).split(" ", -1));
            String content = part.substring(end + 1);
            switch (head.getFirst()) {
                case "variables" ->
                    content.lines()
                            .filter(line -> !line.isEmpty())
                            .forEach(line -> variables.put(line.split("=", 2)[0], line.split("=", 2)[1]));
                case "options" -> content.lines().forEach(line -> profiles.add(line.replace("profile ", "")));
                default -> files.put(head.getFirst(), bytes(content.endsWith("\n") ? content : content + "\n", head));
            }
        }
        return new ComposeFeature(group, name, files, variables, profiles);
    }

    private static byte[] bytes(String content, List<String> head) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = head.contains("crlf") ? content.replace("\n", "\r\n") : content;
        out.writeBytes(((head.contains("bom") ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is read here. */
    ComposeReading reading() {
        List<SourceText> sources = Stream.of("compose.yaml", "compose.override.yaml")
                .filter(files::containsKey)
                .map(file -> SourceText.of(PROJECT + "/" + file, files.getOrDefault(file, new byte[0])))
                .toList();
        ComposeFiles others = path -> path.startsWith(PROJECT + "/")
                ? Optional.ofNullable(files.get(path.substring(PROJECT.length() + 1)))
                : Optional.empty();
        return ComposeReader.read(
                sources,
                ComposeOptions.none()
                        .withProjectDirectory(PROJECT)
                        .withEnvironment(variables)
                        .withProfiles(profiles)
                        .withFiles(others));
    }
}
