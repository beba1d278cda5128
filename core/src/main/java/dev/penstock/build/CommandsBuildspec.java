package dev.penstock.build;

import dev.penstock.json.JsonWriter;
import dev.penstock.pipeline.ActionDeclaration;
import java.util.List;

/** Makes a buildspec of the commands of an action: all in one shell, up to the first that fails. */
final class CommandsBuildspec {

    private static final List<String> ALL_FILES = List.of("**/*");

    private CommandsBuildspec() {}

    /** The buildspec as JSON, which is YAML too. */
    static String of(ActionDeclaration action) {
        JsonWriter json = JsonWriter.indented().object().field("version", 0.2);
        if (!action.outputVariables().isEmpty()) {
            json.name("env").object();
            list(json, "exported-variables", action.outputVariables()).endObject();
        }
        json.name("phases").object().name("build").object().field("on-failure", "ABORT");
        list(json, "commands", action.commands()).endObject().endObject();
        if (!action.outputArtifacts().isEmpty()) {
            List<String> files = action.outputArtifacts().getFirst().files();
            json.name("artifacts").object();
            list(json, "files", files.isEmpty() ? ALL_FILES : files).endObject();
        }
        return json.endObject().toString();
    }

    private static JsonWriter list(JsonWriter json, String name, List<String> values) {
        json.name(name).array();
        values.forEach(json::value);
        return json.endArray();
    }
}
