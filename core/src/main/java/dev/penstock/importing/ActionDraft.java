package dev.penstock.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An action of a pipeline that is about to be written.
 *
 * @param configuration its keys, in CodePipeline's words
 * @param input the artifact that goes in
 * @param output the artifact that comes out
 * @param order when it runs in its stage, 1 for the first
 */
record ActionDraft(
        String name,
        String category,
        String provider,
        Map<String, String> configuration,
        Optional<String> input,
        Optional<String> output,
        int order) {

    ActionDraft {
        configuration = new LinkedHashMap<>(configuration);
    }

    /** An action that builds, or tests, the source. */
    static ActionDraft build(String name, String category, int order) {
        return new ActionDraft(
                name,
                category,
                "CodeBuild",
                Map.of("ProjectName", name),
                Optional.of(StagesDraft.SOURCE_OUTPUT),
                Optional.empty(),
                order);
    }

    /** An action that asks somebody. */
    static ActionDraft approval(String name, int order) {
        return new ActionDraft(name, "Approval", "Manual", Map.of(), Optional.empty(), Optional.empty(), order);
    }

    /**
     * An action that updates a stack.
     *
     * @param template its place in the artifact of the build
     * @param parameters likewise
     */
    static ActionDraft stack(String name, String stack, String template, String parameters, int order) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("ActionMode", "CREATE_UPDATE");
        configuration.put("StackName", stack);
        configuration.put("Capabilities", "CAPABILITY_IAM,CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND");
        configuration.put("TemplatePath", StagesDraft.BUILD_OUTPUT + "::" + template);
        configuration.put("TemplateConfiguration", StagesDraft.BUILD_OUTPUT + "::" + parameters);
        return new ActionDraft(
                name,
                "Deploy",
                "CloudFormation",
                configuration,
                Optional.of(StagesDraft.BUILD_OUTPUT),
                Optional.empty(),
                order);
    }

    ObjectNode node() {
        ObjectNode action = JsonNodeFactory.instance.objectNode().put("name", name);
        action.putObject("actionTypeId")
                .put("category", category)
                .put("owner", "AWS")
                .put("provider", provider)
                .put("version", "1");
        action.put("runOrder", order);
        if (!configuration.isEmpty()) {
            ObjectNode keys = action.putObject("configuration");
            configuration.forEach(keys::put);
        }
        input.ifPresent(
                artifact -> action.putArray("inputArtifacts").addObject().put("name", artifact));
        output.ifPresent(
                artifact -> action.putArray("outputArtifacts").addObject().put("name", artifact));
        return action;
    }
}
