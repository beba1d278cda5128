package dev.penstock.lambda.event;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * By what names the executions wait that an event may concern: the same that {@link
 * dev.penstock.observe.ResourceReader#wakeName} gives. An event is never believed; it is only a reason to look.
 */
public final class WakeNames {

    private WakeNames() {}

    /** The names; empty if no execution waits for what the event is about. */
    public static Set<String> of(AwsEvent event) {
        Set<String> names = new LinkedHashSet<>();
        switch (event.source()) {
            case "aws.ecs" -> ecs(event, names);
            case "aws.cloudformation" -> cloudFormation(event, names);
            case "aws.codedeploy" ->
                event.text("deploymentId").ifPresent(id -> names.add("codedeploy-deployment|" + id));
            case "aws.codebuild" ->
                event.text("build-id")
                        .map(WakeNames::afterLastSlash)
                        .ifPresent(id -> names.add("codebuild-build|" + id));
            case "aws.cloudwatch" -> event.text("alarmName").ifPresent(alarm -> names.add("cloudwatch-alarm|" + alarm));
            default -> {}
        }
        return names;
    }

    /**
     * Deployments and services name the service as a resource ("Amazon ECS service deployment state change events", "Amazon
     * ECS service action events"); tasks belong to one by their group ("Amazon ECS task state change events").
     */
    private static void ecs(AwsEvent event, Set<String> names) {
        event.resources().stream().filter(arn -> arn.contains(":service/")).forEach(arn -> service(arn, names));
        if (event.detailType().equals("ECS Task State Change")) {
            Optional<String> service = event.text("group")
                    .filter(group -> group.startsWith("service:"))
                    .map(group -> group.substring("service:".length()));
            Optional<String> cluster = event.text("clusterArn").filter(arn -> arn.contains(":cluster/"));
            if (service.isPresent() && cluster.isPresent()) {
                service(cluster.get().replace(":cluster/", ":service/") + "/" + service.get(), names);
            }
        }
    }

    /** Deployments that ECS makes are waited for by the service's ARN, task sets by the names of cluster and service. */
    private static void service(String arn, Set<String> names) {
        names.add("ecs-service|" + arn);
        String[] path =
                arn.substring(arn.indexOf(":service/") + ":service/".length()).split("/", -1);
        if (path.length == 2) {
            names.add("ecs-task-sets|" + path[0] + "|" + path[1]);
        }
    }

    /** "CloudFormation event details reference". */
    private static void cloudFormation(AwsEvent event, Set<String> names) {
        event.text("stack-id").ifPresent(id -> names.add("cloudformation-stack|" + id));
        event.text("stack-set-operation-id")
                .ifPresent(operation -> names.add("cloudformation-stack-set-operation|" + operation));
    }

    /** Events name a build by its ARN, waits by the id at its end, {@code project:uuid}. */
    private static String afterLastSlash(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
