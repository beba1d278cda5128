/**
 * ECS task definitions: the declaration of containers that run together, as {@code aws ecs register-task-definition
 * --cli-input-json} takes it and as {@code describe-task-definition} prints it. The container definitions are those of
 * Elastic Beanstalk's {@code Dockerrun.aws.json} version 2 as well.
 *
 * <p>What decides how containers run has a component of its own; every other field is kept as the JSON that it was.
 */
@NullMarked
package dev.penstock.taskdefinition;

import org.jspecify.annotations.NullMarked;
