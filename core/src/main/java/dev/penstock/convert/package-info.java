/**
 * Turns declarations of containers into each other: Compose files, {@code Dockerrun.aws.json} versions 1 and 2, and ECS task
 * definitions. Each is read into a {@linkplain dev.penstock.convert.ContainerGroup group of containers} in ECS's terms and
 * written from it. What a form cannot say is a loss, told with the line that it was lost from.
 */
@NullMarked
package dev.penstock.convert;

import org.jspecify.annotations.NullMarked;
