package dev.penstock.image;

/**
 * An entry of {@code imagedefinitions.json}: which image a container of an ECS service is to run.
 *
 * @param name the container's name in the task definition
 * @param imageUri the image
 */
public record ImageDefinition(String name, String imageUri) {}
