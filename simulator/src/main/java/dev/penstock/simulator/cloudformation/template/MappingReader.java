package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the Mappings section. */
final class MappingReader {

    /** Source: User Guide, "Understand CloudFormation quotas"; the same for a mapping's attributes. */
    static final int MOST = 200;

    private MappingReader() {}

    /** Map, key and attribute to the value. */
    static Map<String, Map<String, Map<String, JsonValue>>> read(JsonValue.Structure document) {
        Map<String, Map<String, Map<String, JsonValue>>> mappings = new LinkedHashMap<>();
        SectionReader.objects(document, "Mappings", MOST).forEach((name, keys) -> {
            Names.check("Mapping", name);
            mappings.put(name, mapping(keys));
        });
        return mappings;
    }

    private static Map<String, Map<String, JsonValue>> mapping(JsonValue.Structure keys) {
        Map<String, Map<String, JsonValue>> mapping = new LinkedHashMap<>();
        keys.members().forEach((key, value) -> {
            if (!(value instanceof JsonValue.Structure attributes)) {
                throw TemplateErrors.format("Every Mappings member " + key + " must be a map");
            }
            attributes.members().forEach(MappingReader::check);
            mapping.put(key, attributes.members());
        });
        return mapping;
    }

    private static void check(String attribute, JsonValue value) {
        Names.checkMappingAttribute(attribute);
        boolean list = value instanceof JsonValue.Array array
                && array.elements().stream().allMatch(JsonTexts::isScalar);
        if (!list && !JsonTexts.isScalar(value)) {
            throw TemplateErrors.format("Every Mappings attribute must be a String or a List.");
        }
    }
}
