package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A pipeline of any stages that is about to be written, with the settings of its builds. */
final class StagesDraft {

    static final String SOURCE_OUTPUT = "SourceOutput";
    static final String BUILD_OUTPUT = "BuildOutput";

    private final String name;
    private final Map<String, List<ActionDraft>> stages = new LinkedHashMap<>();
    private final Map<String, String> buildspecs = new LinkedHashMap<>();

    StagesDraft(String name) {
        this.name = PipelineDraft.legalName(name);
    }

    /** Adds an action to a stage, which begins with it unless it is there. */
    void add(String stage, ActionDraft action) {
        stages.computeIfAbsent(stage, key -> new ArrayList<>()).add(action);
    }

    /** Adds an action that builds by a buildspec. */
    void add(String stage, ActionDraft action, String buildspec) {
        add(stage, action);
        buildspecs.put(action.name(), buildspec);
    }

    /** When the next action of a stage would run if it waited for all that are there. */
    int next(String stage) {
        return stages.getOrDefault(stage, List.of()).stream()
                        .mapToInt(ActionDraft::order)
                        .max()
                        .orElse(0)
                + 1;
    }

    /** The definition in CodePipeline's own words. */
    String pipeline(String file) {
        ObjectNode pipeline = JsonNodeFactory.instance.objectNode();
        pipeline.put("name", name);
        pipeline.put("pipelineType", "V2");
        pipeline.put("executionMode", "SUPERSEDED");
        ArrayNode all = pipeline.putArray("stages");
        stages.forEach((stage, actions) -> {
            ArrayNode each = all.addObject().put("name", stage).putArray("actions");
            actions.forEach(action -> each.add(action.node()));
        });
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("pipeline", pipeline);
        return PipelineDraft.header(file) + YamlText.of(root);
    }

    /** The settings: the folder in place of the repository, and a buildspec for each build. */
    String settings(String file, ImportOptions options) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("sources").putObject(PipelineDraft.SOURCE).put("directory", options.source());
        ObjectNode builds = JsonNodeFactory.instance.objectNode();
        buildspecs.forEach((action, buildspec) -> builds.putObject(action)
                .put("on", "host")
                .put("buildspec", buildspec)
                .put("awsEnvironment", true));
        if (!builds.isEmpty()) {
            root.set("builds", builds);
        }
        return SettingsDraft.header(file) + YamlText.of(root);
    }
}
