package dev.penstock.codedeploy;

import java.util.List;

/**
 * The configuration of the action.
 *
 * @param group where it deploys to
 * @param taskDefinition the template of the task definition
 * @param appSpec the template of the AppSpec file
 * @param images where images are told, and what stands for them
 */
record CodeDeployToEcsConfiguration(
        DeploymentGroupId group, TemplateFile taskDefinition, TemplateFile appSpec, List<ImageSource> images) {

    CodeDeployToEcsConfiguration {
        images = List.copyOf(images);
    }

    /**
     * A file of an input artifact.
     *
     * @param artifact name of the artifact
     * @param path of the file in it
     */
    record TemplateFile(String artifact, String path) {}

    /**
     * An image.
     *
     * @param artifact name of the artifact whose {@code imageDetail.json} names it
     * @param placeholder what stands for it in the template, without the angle brackets
     */
    record ImageSource(String artifact, String placeholder) {}
}
