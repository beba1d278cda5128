package dev.penstock.problem;

import dev.penstock.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/**
 * Renders problems as JSON: one object per problem with {@code id}, {@code severity} ({@code error}, {@code warning} or
 * {@code note}), {@code file}, {@code line} and {@code column} (counted from 1; left out when not known), {@code field}
 * (left out when the whole document is meant), {@code message} and {@code hint} (left out when there is none). Fields may
 * be added in later versions.
 */
public final class ProblemJson {

    private ProblemJson() {}

    /** One problem as an object on one line, without a line end. */
    public static String line(Problem problem) {
        JsonWriter json = JsonWriter.compact();
        write(problem, json);
        return json.toString();
    }

    /** All problems as an array, for people to read. */
    public static String array(List<Problem> problems) {
        JsonWriter json = JsonWriter.indented().array();
        problems.forEach(problem -> write(problem, json));
        return json.endArray().toString();
    }

    /** Writes a problem as the next value. */
    public static void write(Problem problem, JsonWriter json) {
        json.object().field("id", problem.id());
        json.field("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        json.field("file", problem.span().file());
        if (problem.span().line() > 0) {
            json.field("line", problem.span().line());
        }
        if (problem.span().column() > 0) {
            json.field("column", problem.span().column());
        }
        if (!problem.field().isEmpty()) {
            json.field("field", problem.field());
        }
        json.field("message", problem.message());
        json.field("hint", problem.hint()).endObject();
    }
}
