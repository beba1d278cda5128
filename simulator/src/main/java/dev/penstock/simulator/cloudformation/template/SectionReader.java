package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all sections of a template have in common: members that are objects, names, numbers of them, nulls. */
final class SectionReader {

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Transform",
            "Hooks",
            "Resources",
            "Outputs");

    private SectionReader() {}

    /** Checks what holds for the document as a whole. */
    static void checkDocument(JsonValue.Structure document) {
        refuseNulls(document, "");
        text(document, "AWSTemplateFormatVersion").ifPresent(version -> {
            if (!version.equals("2010-09-09")) {
                throw TemplateErrors.format(version + " is not a supported value for AWSTemplateFormatVersion.");
            }
        });
        JsonValue description = document.members().get("Description");
        if (description != null && !JsonTexts.isScalar(description)) {
            throw TemplateErrors.format("Every Description member must be a string.");
        }
        if (description != null && JsonTexts.scalar(description).length() > 1024) {
            throw TemplateErrors.format("'Description' length is greater than 1024.");
        }
    }

    /** Refuses sections that no template has. A transform may read others, and takes them out. */
    static void checkSections(JsonValue.Structure document) {
        List<String> unknown = document.members().keySet().stream()
                .filter(name -> !SECTIONS.contains(name) && !name.equals("Fn::Transform"))
                .toList();
        if (!unknown.isEmpty()) {
            throw TemplateErrors.validation(
                    "Invalid template property or properties [" + String.join(", ", unknown) + "]");
        }
    }

    /**
     * A section's members.
     *
     * @param most how many there may be, 0 for no limit
     */
    static Map<String, JsonValue> members(JsonValue.Structure document, String section, int most) {
        JsonValue value = document.members().get(section);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonValue.Structure structure)) {
            if (value instanceof JsonValue.Text && section.equals("Resources")) {
                throw TemplateErrors.format("Any Resources member must be an object.");
            }
            throw TemplateErrors.format(section + " section must be an object.");
        }
        int count = structure.members().size();
        if (most > 0 && count > most) {
            throw TemplateErrors.format("Number of " + section.toLowerCase(java.util.Locale.ROOT) + ", " + count
                    + ", is greater than maximum allowed, " + most);
        }
        return structure.members();
    }

    /** The members of a section of which each is an object. */
    static Map<String, JsonValue.Structure> objects(JsonValue.Structure document, String section, int most) {
        Map<String, JsonValue.Structure> objects = new LinkedHashMap<>();
        members(document, section, most).forEach((name, value) -> {
            if (!(value instanceof JsonValue.Structure object)) {
                throw TemplateErrors.format("Any " + section + " member must be an object.");
            }
            objects.put(name, object);
        });
        return objects;
    }

    /** A scalar member as text; empty when it is not there or no scalar. */
    static Optional<String> text(JsonValue.Structure object, String name) {
        return Optional.ofNullable(object.members().get(name))
                .filter(JsonTexts::isScalar)
                .map(JsonTexts::scalar);
    }

    private static void refuseNulls(JsonValue value, String path) {
        switch (value) {
            case JsonValue.Null nothing ->
                throw TemplateErrors.validation("[" + path + "] 'null' values are not allowed in templates");
            case JsonValue.Structure structure ->
                structure.members().forEach((name, member) -> refuseNulls(member, path + "/" + name));
            case JsonValue.Array array -> {
                for (int i = 0; i < array.elements().size(); i++) {
                    refuseNulls(array.elements().get(i), path + "/" + i);
                }
            }
            case JsonValue.Text text -> {}
            case JsonValue.Number number -> {}
            case JsonValue.Truth truth -> {}
        }
    }
}
