package dev.penstock.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ServiceId;
import dev.penstock.release.TaskSetsSeen;
import dev.penstock.secret.SecretMasker;
import dev.penstock.stack.set.StackSetId;
import dev.penstock.stack.set.StackSetOperation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each event as its service's documentation shows it, and what an execution waits for that it concerns. */
class WakeNamesTest {

    private static final String ACCOUNT = ":us-west-2:111122223333:";

    static Stream<Arguments> eventsAndWhatTheyConcern() {
        return Stream.of(
                Arguments.of(
                        "ECS Deployment State Change",
                        event(
                                "aws.ecs",
                                "ECS Deployment State Change",
                                "arn:aws:ecs" + ACCOUNT + "service/default/web",
                                """
                                {"eventType": "INFO", "eventName": "SERVICE_DEPLOYMENT_COMPLETED",
                                 "deploymentId": "ecs-svc/123", "reason": "ECS deployment deploymentID completed."}\
                                """),
                        resource(
                                "ecs-service-deployment",
                                "arn:aws:ecs" + ACCOUNT + "service-deployment/default/web/ejGvqq2ilnbKT9qj0vLJe")),
                Arguments.of(
                        "ECS Service Action",
                        event("aws.ecs", "ECS Service Action", "arn:aws:ecs" + ACCOUNT + "service/default/web", """
                            {"eventType": "WARN", "eventName": "SERVICE_TASK_START_IMPAIRED",
                             "clusterArn": "arn:aws:ecs:us-west-2:111122223333:cluster/default"}\
                            """),
                        resource(
                                "ecs-service-deployment",
                                "arn:aws:ecs" + ACCOUNT + "service-deployment/default/web/ejGvqq2ilnbKT9qj0vLJe")),
                Arguments.of(
                        "ECS Task State Change",
                        event(
                                "aws.ecs",
                                "ECS Task State Change",
                                "arn:aws:ecs" + ACCOUNT + "task/default/c13b4cb40f1f4fe4a2971f76ae5a47ad",
                                """
                                {"clusterArn": "arn:aws:ecs:us-west-2:111122223333:cluster/default",
                                 "group": "service:web", "lastStatus": "STOPPED", "stoppedReason": "x"}\
                                """),
                        resource(
                                "ecs-service-deployment",
                                "arn:aws:ecs" + ACCOUNT + "service-deployment/default/web/ejGvqq2ilnbKT9qj0vLJe")),
                Arguments.of(
                        "ECS Task State Change, of a task set",
                        event(
                                "aws.ecs",
                                "ECS Task State Change",
                                "arn:aws:ecs" + ACCOUNT + "task/default/c13b4cb40f1f4fe4a2971f76ae5a47ad",
                                """
                                {"clusterArn": "arn:aws:ecs:us-west-2:111122223333:cluster/default",
                                 "group": "service:web", "desiredStatus": "STOPPED"}\
                                """),
                        TaskSetsSeen.resource(
                                AwsScope.OWN, new ServiceId("arn:aws:ecs" + ACCOUNT + "cluster/default", "web"))),
                Arguments.of(
                        "CloudFormation Stack Status Change",
                        event(
                                "aws.cloudformation",
                                "CloudFormation Stack Status Change",
                                "arn:aws:cloudformation" + ACCOUNT + "stack/teststack/e5f54eea",
                                """
                                {"stack-id": "arn:aws:cloudformation:us-west-2:111122223333:stack/teststack/e5f54eea",
                                 "status-details": {"status": "CREATE_COMPLETE", "status-reason": ""},
                                 "client-request-token": ""}\
                                """),
                        resource(
                                "cloudformation-stack",
                                "arn:aws:cloudformation" + ACCOUNT + "stack/teststack/e5f54eea")),
                Arguments.of(
                        "CloudFormation StackSet Operation Status Change",
                        event(
                                "aws.cloudformation",
                                "CloudFormation StackSet Operation Status Change",
                                "arn:aws:cloudformation" + ACCOUNT + "stackset/test1234:e5f54eea",
                                """
                                {"stack-set-arn": "arn:aws:cloudformation:us-west-2:111122223333:stackset/test1234:e5f54eea",
                                 "stack-set-operation-id": "ba4eb6f3-7b3d", "status-details": {"status": "SUCCEEDED"}}\
                                """),
                        StackSetOperation.resource(AwsScope.OWN, new StackSetId("test1234", false), "ba4eb6f3-7b3d")),
                Arguments.of(
                        "CodeDeploy Deployment State-change Notification",
                        event(
                                "aws.codedeploy",
                                "CodeDeploy Deployment State-change Notification",
                                "arn:aws:codedeploy" + ACCOUNT + "application:myApplication",
                                """
                                {"deploymentId": "d-123456789", "state": "SUCCESS", "application": "myApplication"}\
                                """),
                        resource("codedeploy-deployment", "d-123456789")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("eventsAndWhatTheyConcern")
    void anEventWakesWhoWaitsForWhatItConcerns(String name, AwsEvent event, ResourceId waitedFor) {
        try (var services = AwsServices.ofEnvironment(new SecretMasker())) {
            ResourceReader reader = services.resourceReaders().stream()
                    .filter(each -> each.kind().equals(waitedFor.kind()))
                    .findFirst()
                    .orElseThrow();
            assertThat(WakeNames.of(event)).contains(reader.wakeName(waitedFor));
        }
    }

    @Test
    void buildsAndAlarmsAreNamedByWhatWaitsForThem() {
        assertThat(WakeNames.of(event(
                        "aws.codebuild",
                        "CodeBuild Build State Change",
                        "arn:aws:codebuild" + ACCOUNT + "build/shop:8745a7a9",
                        """
                        {"build-status": "SUCCEEDED", "project-name": "shop",
                         "build-id": "arn:aws:codebuild:us-west-2:111122223333:build/shop:8745a7a9"}\
                        """)))
                .containsExactly("codebuild-build|shop:8745a7a9");
        String alarm = "arn:aws:cloudwatch" + ACCOUNT + "alarm:errors";
        assertThat(WakeNames.of(event("aws.cloudwatch", "CloudWatch Alarm State Change", alarm, """
                        {"alarmName": "errors", "state": {"value": "OK"}}\
                        """)))
                .as("rules name alarms by their names")
                .containsExactly("cloudwatch-alarm|errors");
    }

    @Test
    void whatNobodyWaitsForWakesNobody() {
        assertThat(WakeNames.of(event("aws.ec2", "EC2 Instance State-change Notification", "arn:x", "{}")))
                .isEmpty();
        assertThat(WakeNames.of(
                        event("aws.ecs", "ECS Task State Change", "arn:aws:ecs:a:b:task/x/y", "{\"group\": 7}")))
                .isEmpty();
        assertThat(WakeNames.of(event("aws.cloudformation", "Something new", "arn:x", "[]")))
                .isEqualTo(Set.of());
    }

    @Test
    void whatHasNoSourceIsNoEvent() {
        assertThat(AwsEvent.of(JsonMapper.shared().readTree("{\"detail-type\": \"x\"}")))
                .isEmpty();
        assertThat(AwsEvent.of(JsonMapper.shared().readTree("[1]"))).isEmpty();
        assertThat(AwsEvent.of(JsonMapper.shared().readTree("\"x\""))).isEmpty();
    }

    private static AwsEvent event(String source, String type, String resource, String detail) {
        String document = """
            {"version": "0", "id": "ddca6449-b258-46c0-8653-e0e3a6EXAMPLE", "detail-type": "%s", "source": "%s",
             "account": "111122223333", "time": "2026-01-02T12:00:00Z", "region": "us-west-2", "resources": ["%s"],
             "detail": %s}
            """.formatted(type, source, resource, detail);
        return AwsEvent.of(JsonMapper.shared().readTree(document)).orElseThrow();
    }

    private static ResourceId resource(String kind, String id) {
        return new ResourceId(kind, new AwsScope(Optional.of("us-west-2"), List.of()), id);
    }
}
