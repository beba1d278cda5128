package dev.penstock.pipeline;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Binds {@code actions}. */
final class ActionBinder {

    /** Stands for a type that is not there, which is reported. */
    private static final ActionTypeId NO_TYPE = new ActionTypeId(ActionCategory.INVOKE, ActionOwner.CUSTOM, "", "");

    private final Binding binding;

    ActionBinder(Binding binding) {
        this.binding = binding;
    }

    ActionDeclaration action(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        String name = fields.requireText("name");
        fields.requirePresent("actionTypeId");
        ActionDeclaration action = new ActionDeclaration(
                name,
                fields.mapping("actionTypeId").map(this::type).orElse(NO_TYPE),
                fields.integer("runOrder").orElse(1),
                fields.textMap("configuration"),
                fields.texts("commands"),
                fields.list("environmentVariables", this::environmentVariable),
                fields.list("inputArtifacts", this::artifactName),
                fields.list("outputArtifacts", this::outputArtifact),
                fields.texts("outputVariables"),
                fields.text("roleArn"),
                fields.text("region"),
                fields.text("namespace"),
                fields.integer("timeoutInMinutes"));
        fields.end();
        return action;
    }

    private ActionTypeId type(Fields fields) {
        String categoryWord = fields.requireText("category");
        Optional<ActionCategory> category = ActionCategory.of(categoryWord);
        if (!categoryWord.isEmpty() && category.isEmpty()) {
            binding.unknownWord(
                    Fields.child(fields.path(), "category"),
                    categoryWord,
                    Arrays.stream(ActionCategory.values())
                            .filter(known -> known != ActionCategory.RULE)
                            .map(ActionCategory::declared)
                            .toList());
        }
        String ownerWord = fields.requireText("owner");
        Optional<ActionOwner> owner = ActionOwner.of(ownerWord);
        if (!ownerWord.isEmpty() && owner.isEmpty()) {
            binding.unknownWord(
                    Fields.child(fields.path(), "owner"),
                    ownerWord,
                    Arrays.stream(ActionOwner.values())
                            .map(ActionOwner::declared)
                            .toList());
        }
        String provider = fields.requireText("provider");
        String version = fields.requireText("version");
        fields.end();
        return new ActionTypeId(category.orElse(NO_TYPE.category()), owner.orElse(NO_TYPE.owner()), provider, version);
    }

    private EnvironmentVariable environmentVariable(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        String name = fields.requireText("name");
        fields.requirePresent("value");
        String value = fields.text("value").orElse("");
        Optional<String> typeWord = fields.text("type");
        fields.end();
        List<String> allowed = List.of("PLAINTEXT", "SECRETS_MANAGER");
        EnvironmentVariableType type = EnvironmentVariableType.PLAINTEXT;
        if (typeWord.isPresent() && allowed.contains(typeWord.get())) {
            type = EnvironmentVariableType.valueOf(typeWord.get());
        } else if (typeWord.isPresent()) {
            binding.unknownWord(Fields.child(path, "type"), typeWord.get(), allowed);
        }
        return new EnvironmentVariable(name, value, type);
    }

    /** The name in {@code {"name": …}}: how artifacts are referred to. */
    String artifactName(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        String name = fields.requireText("name");
        fields.end();
        return name;
    }

    private OutputArtifact outputArtifact(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        OutputArtifact artifact = new OutputArtifact(fields.requireText("name"), fields.texts("files"));
        fields.end();
        return artifact;
    }
}
