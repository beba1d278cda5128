package dev.penstock.pipeline;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes a {@link Pipeline} of a tree, whatever form it has. Checks types and words, and leaves all other rules to {@link
 * PipelineRules}. What is wrong becomes a problem and a placeholder, so that the elements of every list keep their places.
 */
final class PipelineBinder {

    private final Binding binding;
    private final StageBinder stages;
    private final TriggerBinder triggers;

    PipelineBinder(Binding binding) {
        this.binding = binding;
        this.stages = new StageBinder(binding);
        this.triggers = new TriggerBinder(binding);
    }

    /**
     * Binds the declaration.
     *
     * @param unnamed the name of a pipeline that is declared without one, which CloudFormation allows
     */
    Pipeline bind(SourceNode declaration, Optional<String> unnamed) {
        Fields fields = Fields.of(declaration, "", binding.fields());
        String name = unnamed.isPresent() ? fields.text("name").orElse(unnamed.get()) : fields.requireText("name");
        Optional<String> roleArn = fields.text("roleArn");
        List<ArtifactStoreDeclaration> stores = artifactStores(fields);
        fields.requirePresent("stages");
        List<StageDeclaration> bound = fields.list("stages", stages::stage);
        Pipeline pipeline = new Pipeline(
                name,
                roleArn,
                stores,
                bound,
                word(fields, "executionMode", ExecutionMode.values()).orElse(ExecutionMode.SUPERSEDED),
                word(fields, "pipelineType", PipelineType.values()),
                fields.list("variables", this::variable),
                fields.list("triggers", triggers::trigger),
                binding.form() == DeclarationForm.CLOUDFORMATION
                        ? 1
                        : fields.integer("version").orElse(1));
        if (binding.form() == DeclarationForm.CLOUDFORMATION) {
            fields.ignore("disableInboundStageTransitions", "restartExecutionOnUpdate", "tags");
        }
        fields.end();
        return pipeline;
    }

    /** One of an enum's words, exactly as written. */
    private <E extends Enum<E>> Optional<E> word(Fields fields, String name, E[] words) {
        Optional<String> text = fields.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (E word : words) {
            if (word.name().equals(text.get())) {
                return Optional.of(word);
            }
        }
        binding.unknownWord(
                Fields.child(fields.path(), name),
                text.get(),
                Arrays.stream(words).map(Enum::name).toList());
        return Optional.empty();
    }

    private List<ArtifactStoreDeclaration> artifactStores(Fields fields) {
        List<ArtifactStoreDeclaration> stores = new ArrayList<>();
        fields.mapping("artifactStore").ifPresent(store -> stores.add(artifactStore(store, Optional.empty())));
        if (binding.form() == DeclarationForm.CLOUDFORMATION) {
            stores.addAll(fields.list("artifactStores", (node, path) -> {
                Fields entry = Fields.of(node, path, binding.fields());
                String region = entry.requireText("region");
                entry.requirePresent("artifactStore");
                // The API has a mapping by Region: that is where the path of its values comes from.
                String canonical = Fields.child(Fields.child(fields.path(), "artifactStores"), region);
                ArtifactStoreDeclaration store = entry.node("artifactStore")
                        .map(inner -> artifactStore(Fields.of(inner, canonical, binding.fields()), Optional.of(region)))
                        .orElse(new ArtifactStoreDeclaration(Optional.of(region), "", "", Optional.empty()));
                entry.end();
                return store;
            }));
        } else {
            fields.entries("artifactStores").forEach((region, node) -> {
                String path = Fields.child(Fields.child(fields.path(), "artifactStores"), region);
                stores.add(artifactStore(Fields.of(node, path, binding.fields()), Optional.of(region)));
            });
        }
        // A mapping has no order: the same stores give the same pipeline.
        stores.sort(
                (one, other) -> one.region().orElse("").compareTo(other.region().orElse("")));
        return stores;
    }

    private static ArtifactStoreDeclaration artifactStore(Fields fields, Optional<String> region) {
        String type = fields.requireText("type");
        String location = fields.requireText("location");
        Optional<Fields> key = fields.mapping("encryptionKey");
        Optional<String> id = key.map(present -> present.requireText("id"));
        key.ifPresent(present -> {
            present.requireText("type");
            present.end();
        });
        fields.end();
        return new ArtifactStoreDeclaration(region, type, location, id);
    }

    private VariableDeclaration variable(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        VariableDeclaration variable = new VariableDeclaration(
                fields.requireText("name"), fields.text("defaultValue"), fields.text("description"));
        fields.end();
        return variable;
    }
}
