package dev.penstock.codedeploy;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.ImageSource;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.TemplateFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys that CodePipeline's action has ("Amazon ECS and CodeDeploy blue-green deploy action", User Guide). */
final class ConfigurationKeys {

    private static final int MOST_IMAGES = 4;

    private ConfigurationKeys() {}

    static CodeDeployToEcsConfiguration read(ConfigurationReader configuration) {
        DeploymentGroupId group = group(configuration);
        var taskDefinition = new TemplateFile(
                configuration.required("TaskDefinitionTemplateArtifact"),
                configuration.optional("TaskDefinitionTemplatePath").orElse("taskdef.json"));
        var appSpec = new TemplateFile(
                configuration.required("AppSpecTemplateArtifact"),
                configuration.optional("AppSpecTemplatePath").orElse("appspec.yaml"));
        checkInput(configuration, "TaskDefinitionTemplateArtifact");
        checkInput(configuration, "AppSpecTemplateArtifact");
        List<ImageSource> images = new ArrayList<>();
        for (int i = 1; i <= MOST_IMAGES; i++) {
            image(configuration, "Image" + i).ifPresent(images::add);
        }
        return new CodeDeployToEcsConfiguration(group, taskDefinition, appSpec, images);
    }

    /** Where it deploys to, and nothing else. */
    static DeploymentGroupId group(ConfigurationReader configuration) {
        return new DeploymentGroupId(
                configuration.required("ApplicationName"), configuration.required("DeploymentGroupName"));
    }

    private static Optional<ImageSource> image(ConfigurationReader configuration, String key) {
        Optional<String> artifact = configuration.optional(key + "ArtifactName");
        Optional<String> placeholder = configuration.optional(key + "ContainerName");
        if (artifact.isPresent() != placeholder.isPresent()) {
            String there = artifact.isPresent() ? key + "ArtifactName" : key + "ContainerName";
            String lacking = artifact.isPresent() ? key + "ContainerName" : key + "ArtifactName";
            configuration.problem(
                    there,
                    "'" + there + "' is given without '" + lacking + "'.",
                    "An image needs both: the artifact with its imageDetail.json, and the name that stands in angle"
                            + " brackets in the task definition.");
        }
        checkInput(configuration, key + "ArtifactName");
        return artifact.flatMap(name -> placeholder.map(stands -> new ImageSource(name, bare(stands))));
    }

    /** Some write the placeholder with its brackets. */
    private static String bare(String placeholder) {
        return placeholder.startsWith("<") && placeholder.endsWith(">")
                ? placeholder.substring(1, placeholder.length() - 1)
                : placeholder;
    }

    private static void checkInput(ConfigurationReader configuration, String key) {
        Optional<String> artifact = configuration.optional(key);
        List<String> inputs = configuration.declaration().inputArtifacts();
        if (artifact.isPresent() && configuration.isKnown(key) && !inputs.contains(artifact.get())) {
            configuration.problem(
                    key,
                    "'" + artifact.get() + "' is no input artifact of this action.",
                    inputs.isEmpty() ? "It has none." : "Its input artifacts are " + String.join(", ", inputs) + ".");
        }
    }
}
