package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pipeline that is about to be written: source, build if there is something to build, deployments.
 *
 * @param branch the branch that it follows
 * @param branches all branches whose pushes start it, when there are several
 * @param repository {@code OWNER/NAME}
 * @param buildProject the name of the CodeBuild project
 * @param deployments by the names of their actions
 * @param usualRegion the Region that the settings name; actions in another say so
 */
record PipelineDraft(
        String name,
        String branch,
        List<String> branches,
        String repository,
        Optional<String> buildProject,
        Map<String, Deployment> deployments,
        Optional<String> usualRegion) {

    static final String SOURCE = "Source";
    static final String BUILD = "Build";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_NAME = 100;
    static final String NO_CONNECTION =
            "arn:aws:codestar-connections:us-east-1:000000000000:connection/" + "00000000-0000-0000-0000-000000000000";

    PipelineDraft {
        branches = List.copyOf(branches);
        deployments = new LinkedHashMap<>(deployments);
    }

    /** All deployments are in one Region, unless they name several. */
    PipelineDraft(
            String name,
            String branch,
            List<String> branches,
            String repository,
            Optional<String> buildProject,
            Map<String, Deployment> deployments) {
        this(name, branch, branches, repository, buildProject, deployments, Optional.empty());
    }

    /** A text as names of pipelines and actions can be. */
    static String legalName(String text) {
        String name = text.replaceAll("[^A-Za-z0-9.@_-]+", "-");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /** Names for the actions that deploy: after their environments where there are several. */
    static Map<String, Target> named(List<Target> targets) {
        Map<String, Target> named = new LinkedHashMap<>();
        for (Target target : targets) {
            String wanted = targets.size() == 1 ? "Deploy" : legalName(target.environment());
            String name = wanted;
            for (int i = 2; named.containsKey(name); i++) {
                name = wanted + "-" + i;
            }
            named.put(name, target);
        }
        return named;
    }

    /** The definition in CodePipeline's own words. */
    String text(String file) {
        ObjectNode pipeline = NODES.objectNode();
        pipeline.put("name", name);
        pipeline.put("pipelineType", "V2");
        pipeline.put("executionMode", "SUPERSEDED");
        ArrayNode stages = pipeline.putArray("stages");
        stage(stages, "Source").add(source());
        buildProject.ifPresent(project -> stage(stages, "Build").add(build(project)));
        if (!deployments.isEmpty()) {
            ArrayNode actions = stage(stages, "Deploy");
            List<String> regions = deployments.values().stream()
                    .flatMap(deployment -> deployment.region().stream())
                    .distinct()
                    .toList();
            deployments.forEach((action, deployment) ->
                    actions.add(deployed(action, deployment, regions.size() > 1 || isElsewhere(deployment))));
        }
        if (branches.size() > 1) {
            trigger(pipeline);
        }
        ObjectNode root = NODES.objectNode();
        root.set("pipeline", pipeline);
        return header(file) + YamlText.of(root);
    }

    /** What stands above a definition that was made of a file. */
    static String header(String file) {
        return "# Made of " + file
                + ". To let CodePipeline run it as well, put the ARN of your connection in, and add a roleArn\n"
                + "# and an artifactStore; Penstock needs none of them: penstock.yml says where the source is.\n";
    }

    private boolean isElsewhere(Deployment deployment) {
        return usualRegion.isPresent()
                && deployment.region().isPresent()
                && !deployment.region().equals(usualRegion);
    }

    private static ArrayNode stage(ArrayNode stages, String name) {
        return stages.addObject().put("name", name).putArray("actions");
    }

    private ObjectNode source() {
        ObjectNode action = action(SOURCE, "Source", "CodeStarSourceConnection");
        action.putObject("configuration")
                .put("ConnectionArn", NO_CONNECTION)
                .put("FullRepositoryId", repository)
                .put("BranchName", branch);
        action.putArray("outputArtifacts").addObject().put("name", "SourceOutput");
        return action;
    }

    private ObjectNode build(String project) {
        ObjectNode action = action(BUILD, "Build", "CodeBuild");
        action.putObject("configuration").put("ProjectName", project);
        action.putArray("inputArtifacts").addObject().put("name", "SourceOutput");
        if (deployments.values().stream().anyMatch(Deployment::fromBuild)) {
            action.putArray("outputArtifacts").addObject().put("name", "BuildOutput");
        }
        return action;
    }

    private static ObjectNode deployed(String name, Deployment deployment, boolean sayRegion) {
        ObjectNode action = action(name, "Deploy", deployment.provider());
        ObjectNode configuration = action.putObject("configuration");
        deployment.configuration().forEach(configuration::put);
        action.putArray("inputArtifacts")
                .addObject()
                .put("name", deployment.fromBuild() ? "BuildOutput" : "SourceOutput");
        deployment.region().filter(region -> sayRegion).ifPresent(region -> action.put("region", region));
        return action;
    }

    private static ObjectNode action(String name, String category, String provider) {
        ObjectNode action = NODES.objectNode().put("name", name);
        action.putObject("actionTypeId")
                .put("category", category)
                .put("owner", "AWS")
                .put("provider", provider)
                .put("version", "1");
        return action;
    }

    private void trigger(ObjectNode pipeline) {
        ObjectNode trigger = pipeline.putArray("triggers").addObject().put("providerType", "CodeStarSourceConnection");
        ObjectNode git = trigger.putObject("gitConfiguration").put("sourceActionName", SOURCE);
        ArrayNode includes =
                git.putArray("push").addObject().putObject("branches").putArray("includes");
        branches.forEach(includes::add);
    }
}
