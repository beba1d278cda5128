package dev.penstock.stack.review;

import dev.penstock.json.JsonWriter;
import dev.penstock.problem.SourceSpan;
import java.util.Locale;
import java.util.Optional;

/**
 * A review as JSON: {@code stackName}, {@code changeSetName}, {@code changeSetId}, {@code digest}, {@code summary} and {@code
 * changes}. Each change has {@code resource} (the logical id, after those of nested stacks), {@code type}, {@code physicalId},
 * {@code effect}, {@code consequences}, {@code certain}, {@code explanation} and {@code properties}; each property {@code path},
 * {@code before}, {@code after} (left out if not told), {@code knownLater}, {@code replaces} ({@code yes}, {@code no} or {@code
 * perhaps}), {@code interrupts} and {@code causes}. Words are in small letters with underscores. Fields may be added in later
 * versions.
 */
public final class ReviewJson {

    private ReviewJson() {}

    /** On one line, without a line end. */
    public static String line(ChangeSetReview review) {
        JsonWriter json = JsonWriter.compact();
        write(review, json);
        return json.toString();
    }

    /** For people to read. */
    public static String indented(ChangeSetReview review) {
        JsonWriter json = JsonWriter.indented();
        write(review, json);
        return json.toString();
    }

    /** Writes a review as the next value. */
    public static void write(ChangeSetReview review, JsonWriter json) {
        json.object()
                .field("stackName", review.stackName())
                .field("changeSetName", review.changeSetName())
                .field("changeSetId", review.changeSetId())
                .field("digest", review.digest().toString())
                .field("summary", ReviewText.summary(review));
        json.name("changes").array();
        review.changes().forEach(change -> write(change, json));
        json.endArray().endObject();
    }

    private static void write(ReviewedChange change, JsonWriter json) {
        json.object()
                .field("resource", change.path())
                .field("type", change.type())
                .field("physicalId", present(change.physicalId()))
                .field("effect", word(change.effect()));
        json.name("consequences").array();
        change.consequences().forEach(consequence -> json.value(word(consequence)));
        json.endArray();
        json.name("certain").value(change.certain());
        json.field("explanation", present(change.explanation()));
        json.name("properties").array();
        change.properties().forEach(property -> write(property, json));
        json.endArray().endObject();
    }

    private static void write(PropertyChange property, JsonWriter json) {
        json.object()
                .field("path", property.path())
                .field("before", property.before())
                .field("after", property.after());
        json.name("knownLater").value(property.knownLater());
        json.field("replaces", word(property.replaces()));
        json.name("interrupts").value(property.interrupts());
        json.name("causes").array();
        property.causes().forEach(cause -> write(cause, json));
        json.endArray().endObject();
    }

    private static void write(Cause cause, JsonWriter json) {
        json.object();
        switch (cause) {
            case Cause.Template template -> {
                json.field("kind", "template");
                place(template.place(), json);
            }
            case Cause.Parameter parameter -> {
                json.field("kind", "parameter").field("name", parameter.name());
                place(parameter.place(), json);
            }
            case Cause.Resource resource -> {
                json.field("kind", "resource")
                        .field("name", resource.logicalId())
                        .field("attribute", present(resource.attribute()));
                place(resource.place(), json);
            }
            case Cause.Nested nested -> json.field("kind", "nested_stack");
            case Cause.Drift drift -> json.field("kind", "drift");
            case Cause.Unknown unknown -> json.field("kind", "unknown");
        }
        json.endObject();
    }

    private static void place(Optional<SourceSpan> place, JsonWriter json) {
        place.ifPresent(span ->
                json.field("file", span.file()).field("line", span.line()).field("column", span.column()));
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
