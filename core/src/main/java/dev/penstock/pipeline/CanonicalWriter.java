package dev.penstock.pipeline;

import dev.penstock.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes {@linkplain CanonicalPipeline canonical forms}. For one pipeline. */
final class CanonicalWriter {

    private final JsonWriter json = JsonWriter.compact();

    String pipeline(Pipeline pipeline) {
        json.object().field("name", pipeline.name()).field("roleArn", pipeline.roleArn());
        artifactStores(pipeline.artifactStores());
        json.name("stages").array();
        pipeline.stages().forEach(this::stage);
        json.endArray();
        json.field("version", pipeline.version());
        json.field("executionMode", pipeline.executionMode().name());
        json.field("pipelineType", pipeline.pipelineType().map(Enum::name));
        list("variables", pipeline.variables(), this::variable);
        list("triggers", pipeline.triggers(), this::trigger);
        return json.endObject().toString();
    }

    private <T> void list(String name, List<T> elements, Consumer<T> write) {
        if (!elements.isEmpty()) {
            json.name(name).array();
            elements.forEach(write);
            json.endArray();
        }
    }

    private void texts(String name, List<String> texts) {
        list(name, texts, json::value);
    }

    private void textMap(String name, Map<String, String> map) {
        if (!map.isEmpty()) {
            json.name(name).object();
            new TreeMap<>(map).forEach(json::field);
            json.endObject();
        }
    }

    private void artifactStores(List<ArtifactStoreDeclaration> stores) {
        TreeSet<String> regions = new TreeSet<>();
        for (ArtifactStoreDeclaration store : stores) {
            if (!regions.add(store.region().orElse(""))) {
                throw new IllegalArgumentException(
                        "two artifact stores for " + store.region().orElse("no Region"));
            }
        }
        for (ArtifactStoreDeclaration store : stores) {
            if (store.region().isEmpty()) {
                json.name("artifactStore");
                artifactStore(store);
            }
        }
        regions.remove("");
        if (!regions.isEmpty()) {
            json.name("artifactStores").object();
            for (String region : regions) {
                json.name(region);
                stores.stream()
                        .filter(store -> store.region().orElse("").equals(region))
                        .forEach(this::artifactStore);
            }
            json.endObject();
        }
    }

    private void artifactStore(ArtifactStoreDeclaration store) {
        json.object().field("type", store.type()).field("location", store.location());
        store.encryptionKey()
                .ifPresent(id -> json.name("encryptionKey")
                        .object()
                        .field("id", id)
                        .field("type", "KMS")
                        .endObject());
        json.endObject();
    }

    private void stage(StageDeclaration stage) {
        json.object().field("name", stage.name()).name("actions").array();
        stage.actions().forEach(this::action);
        json.endArray();
        condition("beforeEntry", stage.beforeEntry());
        condition("onSuccess", stage.onSuccess());
        stage.onFailure().ifPresent(this::onFailure);
        json.endObject();
    }

    private void condition(String name, Optional<ConditionDeclaration> condition) {
        condition.ifPresent(present -> {
            json.name(name).object();
            conditions(present);
            json.endObject();
        });
    }

    private void conditions(ConditionDeclaration condition) {
        json.name("conditions").array().object();
        if (!condition.result().isEmpty()) {
            json.field("result", condition.result());
        }
        list("rules", condition.rules(), this::rule);
        json.endObject().endArray();
    }

    private void onFailure(FailureHandling handling) {
        json.name("onFailure").object().field("result", handling.result());
        handling.retryMode()
                .ifPresent(mode -> json.name("retryConfiguration")
                        .object()
                        .field("retryMode", mode.name())
                        .endObject());
        handling.condition().ifPresent(this::conditions);
        json.endObject();
    }

    private void rule(RuleDeclaration rule) {
        json.object().field("name", rule.name());
        json.name("ruleTypeId").object().field("category", "Rule").field("owner", "AWS");
        json.field("provider", rule.provider()).field("version", "1").endObject();
        textMap("configuration", rule.configuration());
        texts("commands", rule.commands());
        list("inputArtifacts", rule.inputArtifacts(), this::artifact);
        json.field("roleArn", rule.roleArn()).field("region", rule.region());
        rule.timeoutInMinutes().ifPresent(minutes -> json.field("timeoutInMinutes", minutes));
        json.endObject();
    }

    private void action(ActionDeclaration action) {
        json.object().field("name", action.name());
        ActionTypeId type = action.type();
        json.name("actionTypeId").object();
        json.field("category", type.category().declared());
        json.field("owner", type.owner().declared());
        json.field("provider", type.provider()).field("version", type.version());
        json.endObject();
        json.field("runOrder", action.runOrder());
        textMap("configuration", action.configuration());
        texts("commands", action.commands());
        list("environmentVariables", action.environmentVariables(), this::environmentVariable);
        list("inputArtifacts", action.inputArtifacts(), this::artifact);
        list("outputArtifacts", action.outputArtifacts(), this::outputArtifact);
        texts("outputVariables", action.outputVariables());
        json.field("roleArn", action.roleArn());
        json.field("region", action.region());
        json.field("namespace", action.namespace());
        action.timeoutInMinutes().ifPresent(minutes -> json.field("timeoutInMinutes", minutes));
        json.endObject();
    }

    private void environmentVariable(EnvironmentVariable variable) {
        json.object().field("name", variable.name()).field("value", variable.value());
        json.field("type", variable.type().name()).endObject();
    }

    private void artifact(String name) {
        json.object().field("name", name).endObject();
    }

    private void outputArtifact(OutputArtifact artifact) {
        json.object().field("name", artifact.name());
        texts("files", artifact.files());
        json.endObject();
    }

    private void variable(VariableDeclaration variable) {
        json.object().field("name", variable.name());
        json.field("defaultValue", variable.defaultValue());
        json.field("description", variable.description()).endObject();
    }

    private void trigger(TriggerDeclaration trigger) {
        json.object().field("providerType", TriggerBinder.PROVIDER);
        json.name("gitConfiguration").object();
        json.field("sourceActionName", trigger.sourceActionName());
        list("push", trigger.push(), this::filter);
        list("pullRequest", trigger.pullRequest(), this::filter);
        json.endObject().endObject();
    }

    private void filter(GitFilter filter) {
        json.object();
        texts("events", filter.events());
        patterns("branches", filter.branches());
        patterns("tags", filter.tags());
        patterns("filePaths", filter.filePaths());
        json.endObject();
    }

    private void patterns(String name, Optional<GitFilter.Patterns> patterns) {
        patterns.ifPresent(present -> {
            json.name(name).object();
            texts("includes", present.includes());
            texts("excludes", present.excludes());
            json.endObject();
        });
    }
}
