package dev.penstock.problem;

import dev.penstock.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Renders problems as SARIF 2.1.0 (OASIS standard, 27 March 2020): what code hosts show beside the lines of a change. Only
 * the rules that occur are described. Columns count Unicode code points, as ours do.
 */
public final class ProblemSarif {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private ProblemSarif() {}

    /**
     * A log with one run.
     *
     * @param version Penstock's version
     */
    public static String render(List<Problem> problems, String version) {
        List<ProblemType> rules = Arrays.stream(ProblemType.values())
                .filter(type ->
                        problems.stream().anyMatch(problem -> problem.id().equals(type.id())))
                .toList();
        JsonWriter json = JsonWriter.indented().object();
        json.field("$schema", SCHEMA)
                .field("version", "2.1.0")
                .name("runs")
                .array()
                .object();
        json.name("tool").object().name("driver").object();
        json.field("name", "Penstock").field("version", version).name("rules").array();
        rules.forEach(type -> rule(type, json));
        json.endArray().endObject().endObject();
        json.field("columnKind", "unicodeCodePoints").name("results").array();
        problems.forEach(problem -> result(problem, rules, json));
        return json.endArray().endObject().endArray().endObject().toString();
    }

    private static void rule(ProblemType type, JsonWriter json) {
        json.object().field("id", type.id());
        json.name("shortDescription").object().field("text", type.title() + ".").endObject();
        json.name("defaultConfiguration")
                .object()
                .field("level", level(type.severity()))
                .endObject();
        json.endObject();
    }

    private static void result(Problem problem, List<ProblemType> rules, JsonWriter json) {
        json.object().field("ruleId", problem.id());
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(problem.id())) {
                json.field("ruleIndex", i);
            }
        }
        String text = problem.message() + problem.hint().map(hint -> " " + hint).orElse("");
        json.field("level", level(problem.severity()));
        json.name("message").object().field("text", text).endObject();
        json.name("locations").array().object().name("physicalLocation").object();
        json.name("artifactLocation")
                .object()
                .field("uri", uri(problem.span().file()))
                .endObject();
        if (problem.span().line() > 0) {
            json.name("region").object().field("startLine", problem.span().line());
            if (problem.span().column() > 0) {
                json.field("startColumn", problem.span().column());
            }
            json.endObject();
        }
        json.endObject();
        if (!problem.field().isEmpty()) {
            json.name("logicalLocations").array().object();
            json.field("fullyQualifiedName", problem.field()).endObject().endArray();
        }
        json.endObject().endArray().endObject();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    /** A relative or absolute URI of a path; whatever a URI does not allow is escaped. */
    private static String uri(String file) {
        StringBuilder out = new StringBuilder(file.startsWith("/") ? "file://" : "");
        for (byte b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/-._~!$&'()*+,;=@".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }
}
