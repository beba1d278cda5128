package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what {@code docker compose config} prints and what is read here comparable: what says nothing is left out (most nulls,
 * false, empty lists and mappings), extensions as well, numbers are text, and {@code $$} is a dollar sign. Each value is a line with its path.
 */
final class ComposeConfig {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ComposeConfig() {}

    static List<String> ofDocker(String json) {
        return lines(MAPPER.readTree(json.replace("$$", "$")));
    }

    static List<String> of(SourceNode document) {
        return lines(MAPPER.readTree(SourceNodeJson.text(document)));
    }

    private static List<String> lines(JsonNode node) {
        List<String> lines = new ArrayList<>();
        collect("", node, lines);
        lines.sort(null);
        return lines;
    }

    private static void collect(String path, JsonNode node, List<String> lines) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(entry -> {
                    if (!entry.getKey().startsWith("x-")) {
                        collect(path + "/" + named(entry.getKey(), path), entry.getValue(), lines);
                    }
                });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(path + "/" + i, array.get(i), lines);
                }
            }
            default -> {
                if (says(path, node)) {
                    lines.add(path + " = "
                            + (node.isNull()
                                    ? "null"
                                    : node.asString().replace("\n", "\\n").replace("\r", "\\r")));
                }
            }
        }
    }

    /** It prints fields of block devices as they are called in its source code. */
    private static String named(String key, String path) {
        return path.contains("/blkio_config/") ? key.toLowerCase(java.util.Locale.ROOT) : key;
    }

    /** A variable without a value is another than one that is not there, and what is not required is required otherwise. */
    private static boolean says(String path, JsonNode node) {
        if (node.isNull()) {
            return path.matches("/services/[^/]+/(environment|build/args)/[^/]+");
        }
        return !node.isBoolean() || node.asBoolean() || path.endsWith("/required");
    }

    /** The files below a folder, as if it were another. */
    static ComposeFiles files(Path folder, String shown) {
        return path -> {
            Path file = path.startsWith(shown) ? folder.resolve("." + path.substring(shown.length())) : Path.of(path);
            try {
                return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    static SourceText source(Path folder, String shown, String name) {
        try {
            return SourceText.of(shown + "/" + name, Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
