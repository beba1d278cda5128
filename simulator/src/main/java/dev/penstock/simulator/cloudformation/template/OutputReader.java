package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the Outputs section. */
final class OutputReader {

    /** Source: User Guide, "Understand CloudFormation quotas". */
    static final int MOST = 200;

    private OutputReader() {}

    static Map<String, OutputDeclaration> read(JsonValue.Structure document) {
        Map<String, OutputDeclaration> outputs = new LinkedHashMap<>();
        SectionReader.objects(document, "Outputs", MOST).forEach((name, object) -> {
            Names.check("Output", name);
            outputs.put(name, output(name, object));
        });
        return outputs;
    }

    private static OutputDeclaration output(String name, JsonValue.Structure object) {
        JsonValue value = object.members().get("Value");
        if (value == null) {
            throw TemplateErrors.format("Every Outputs member must contain a Value object");
        }
        JsonValue description = object.members().get("Description");
        if (description != null && !JsonTexts.isScalar(description)) {
            throw TemplateErrors.format("Every Description member must be a string.");
        }
        JsonValue condition = object.members().get("Condition");
        if (condition != null && !(condition instanceof JsonValue.Text)) {
            throw TemplateErrors.format("Every Condition member must be a string.");
        }
        return new OutputDeclaration(
                name,
                value,
                Optional.ofNullable(description).map(JsonTexts::scalar),
                exportName(object.members().get("Export")),
                Optional.ofNullable(condition).map(JsonTexts::scalar));
    }

    private static Optional<JsonValue> exportName(@org.jspecify.annotations.Nullable JsonValue export) {
        if (export == null) {
            return Optional.empty();
        }
        if (export instanceof JsonValue.Structure structure
                && structure.members().size() == 1) {
            JsonValue name = structure.members().get("Name");
            if (name != null) {
                return Optional.of(name);
            }
        }
        throw TemplateErrors.format("Output Export must contain only the Name key.");
    }
}
