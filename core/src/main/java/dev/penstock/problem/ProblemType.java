package dev.penstock.problem;

/**
 * Every kind of problem that Penstock reports about files, with its stable id. An id is never given another meaning and
 * never reused; {@code docs/problems.md} has a section for each.
 */
public enum ProblemType {
    TEXT_ENCODING("PEN-TEXT-001", Severity.ERROR, "The file is not text in UTF-8 or UTF-16"),
    TEXT_TOO_LARGE("PEN-TEXT-002", Severity.ERROR, "The file is too large"),
    TEXT_EMPTY("PEN-TEXT-003", Severity.ERROR, "The file is empty"),
    TREE_TOO_DEEP("PEN-TEXT-004", Severity.ERROR, "The document is nested too deeply"),
    TREE_TOO_MANY_NODES("PEN-TEXT-005", Severity.ERROR, "The document has too many values"),

    JSON_SYNTAX("PEN-JSON-001", Severity.ERROR, "The JSON cannot be parsed"),
    JSON_DUPLICATE_KEY("PEN-JSON-002", Severity.ERROR, "A key is given twice"),
    JSON_TRAILING_CONTENT("PEN-JSON-003", Severity.ERROR, "Something follows the end of the JSON document"),
    JSON_COMMENT("PEN-JSON-004", Severity.ERROR, "JSON has no comments"),
    JSON_COMMA("PEN-JSON-005", Severity.ERROR, "A comma is missing or too many"),
    JSON_NUMBER("PEN-JSON-006", Severity.ERROR, "A number is not written as JSON writes numbers"),
    JSON_STRING("PEN-JSON-007", Severity.ERROR, "A string is not written as JSON writes strings"),

    YAML_SYNTAX("PEN-YAML-001", Severity.ERROR, "The YAML cannot be parsed"),
    YAML_DUPLICATE_KEY("PEN-YAML-002", Severity.ERROR, "A key is given twice"),
    YAML_SEVERAL_DOCUMENTS("PEN-YAML-003", Severity.ERROR, "The file holds more than one YAML document"),
    YAML_ALIAS("PEN-YAML-004", Severity.ERROR, "An alias cannot be followed"),
    YAML_TAG("PEN-YAML-005", Severity.ERROR, "A tag is not known"),
    YAML_KEY("PEN-YAML-006", Severity.ERROR, "A key is not text"),
    YAML_MERGE("PEN-YAML-007", Severity.ERROR, "A merge key does not name a mapping"),
    YAML_CHARACTER("PEN-YAML-008", Severity.ERROR, "YAML does not allow this character");

    private final String id;
    private final Severity severity;
    private final String title;

    ProblemType(String id, Severity severity, String title) {
        this.id = id;
        this.severity = severity;
        this.title = title;
    }

    /** The stable id, such as {@code PEN-YAML-002}. */
    public String id() {
        return id;
    }

    /** How much problems of this type matter. */
    public Severity severity() {
        return severity;
    }

    /** What is wrong in general, in a few words. */
    public String title() {
        return title;
    }
}
