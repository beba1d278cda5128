package dev.penstock.simulator.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;

/** What simulated services tell comes to the default bus in the form that AWS documents. */
@SuppressWarnings("unchecked") // arrays of the SDK's consumers of builders
class ToldEventsTest {

    private final EventWorld world = new EventWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    private static String text(Map<String, JsonValue> detail, String... path) {
        JsonValue here = new JsonValue.Structure(detail);
        for (String step : path) {
            here = ((JsonValue.Structure) here).members().getOrDefault(step, new JsonValue.Null());
        }
        return JsonTexts.scalar(here);
    }

    private void watch(String source, String... types) {
        String quoted = "\"" + String.join("\",\"", types) + "\"";
        world.watch("told", "{\"source\":[\"" + source + "\"],\"detail-type\":[" + quoted + "]}");
    }

    @Test
    void ecsTellsOfTasksDeploymentsAndSteadyServices() {
        watch("aws.ecs", "ECS Deployment State Change", "ECS Service Action", "ECS Task State Change");
        EcsClient ecs = Clients.of(world.aws).ecs();
        ecs.createCluster(c -> c.clusterName("shop"));
        ecs.registerTaskDefinition(t -> t.family("web")
                .requiresCompatibilitiesWithStrings("FARGATE")
                .networkMode("awsvpc")
                .cpu("256")
                .memory("512")
                .containerDefinitions(c -> c.name("web").image("web:1").essential(true)));
        String service = ecs.createService(s -> s.cluster("shop")
                        .serviceName("web")
                        .taskDefinition("web")
                        .desiredCount(1)
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-11111111"))))
                .service()
                .serviceArn();
        world.pass(Duration.ofMinutes(5));
        List<String> names = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (String body : world.bodies("told")) {
            Map<String, JsonValue> event = JsonTexts.structure(body).members();
            Map<String, JsonValue> detail =
                    ((JsonValue.Structure) Objects.requireNonNull(event.get("detail"))).members();
            if (text(event, "detail-type").equals("ECS Task State Change")) {
                tasks.add(text(detail, "lastStatus"));
                assertThat(text(detail, "clusterArn")).endsWith(":cluster/shop");
                assertThat(text(detail, "group")).isEqualTo("service:web");
                assertThat(text(detail, "createdAt")).startsWith("2026-03-01T12:");
            } else {
                names.add(text(detail, "eventName"));
                assertThat(text(event, "resources")).contains(service);
            }
        }
        assertThat(names)
                .contains("SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED", "SERVICE_STEADY_STATE");
        assertThat(tasks).contains("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING");
    }

    @Test
    void cloudFormationTellsOfStacksAndTheirResources() {
        watch("aws.cloudformation", "CloudFormation Stack Status Change", "CloudFormation Resource Status Change");
        try (CloudFormationClient stacks = Clients.of(world.aws).with(CloudFormationClient.builder())) {
            stacks.createStack(s -> s.stackName("one").templateBody("""
                {"Resources":{"Queue":{"Type":"AWS::SQS::Queue"}}}\
                """));
        }
        world.pass(Duration.ofMinutes(5));
        List<String> told = world.details("told").stream()
                .map(detail -> text(detail, "logical-resource-id") + text(detail, "status-details", "status"))
                .toList();
        assertThat(told)
                .containsSubsequence(
                        "CREATE_IN_PROGRESS", "QueueCREATE_IN_PROGRESS", "QueueCREATE_COMPLETE", "CREATE_COMPLETE");
    }

    @Test
    void codeBuildTellsOfBuildsAndTheirPhases() {
        watch("aws.codebuild", "CodeBuild Build State Change", "CodeBuild Build Phase Change");
        try (CodeBuildClient builds = Clients.of(world.aws).with(CodeBuildClient.builder())) {
            builds.createProject(p -> p.name("app")
                    .serviceRole("arn:aws:iam::" + Clients.ACCOUNT + ":role/build")
                    .source(s ->
                            s.type(SourceType.NO_SOURCE).buildspec("version: 0.2\nphases: {build: {commands: [make]}}"))
                    .artifacts(a -> a.type(ArtifactsType.NO_ARTIFACTS))
                    .environment(e -> e.type(EnvironmentType.LINUX_CONTAINER)
                            .image("aws/codebuild/standard:7.0")
                            .computeType(ComputeType.BUILD_GENERAL1_SMALL)));
            builds.startBuild(b -> b.projectName("app"));
        }
        world.pass(Duration.ofMinutes(30));
        List<Map<String, JsonValue>> details = world.details("told");
        assertThat(details.stream().map(detail -> text(detail, "build-status")).filter(s -> !s.isEmpty()))
                .containsExactly("IN_PROGRESS", "SUCCEEDED");
        assertThat(details.stream()
                        .map(detail -> text(detail, "completed-phase"))
                        .filter(s -> !s.isEmpty()))
                .contains("SUBMITTED", "PROVISIONING", "BUILD", "FINALIZING");
        assertThat(details).allMatch(detail -> text(detail, "project-name").equals("app"));
    }

    @Test
    void ecrTellsOfImagesThatArePushedAndDeleted() {
        watch("aws.ecr", "ECR Image Action");
        EcrClient ecr = Clients.of(world.aws).ecr();
        ecr.createRepository(r -> r.repositoryName("web"));
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
        ecr.putImage(p -> p.repositoryName("web")
                .imageManifest(manifest)
                .imageManifestMediaType("application/vnd.oci.image.index.v1+json")
                .imageTag("1.0"));
        ecr.batchDeleteImage(d -> d.repositoryName("web").imageIds(i -> i.imageTag("1.0")));
        world.pass(Duration.ofSeconds(1));
        List<Map<String, JsonValue>> details = world.details("told");
        assertThat(details).hasSize(2);
        assertThat(text(details.getFirst(), "action-type")).isEqualTo("PUSH");
        assertThat(text(details.getFirst(), "image-tag")).isEqualTo("1.0");
        assertThat(text(details.getFirst(), "image-digest")).startsWith("sha256:");
        assertThat(text(details.getLast(), "action-type")).isEqualTo("DELETE");
    }

    @Test
    void bucketsTellEventBridgeWhereItIsOnAndQueuesThatAreNamed() {
        watch("aws.s3", "Object Created", "Object Deleted");
        String direct = world.queue("direct");
        S3Client s3 = Clients.of(world.aws).s3();
        s3.createBucket(b -> b.bucket("silent"));
        s3.createBucket(b -> b.bucket("artifacts"));
        s3.putBucketNotificationConfiguration(n -> n.bucket("artifacts")
                .notificationConfiguration(c -> c.eventBridgeConfiguration(
                                EventBridgeConfiguration.builder().build())
                        .queueConfigurations(q -> q.queueArn(direct)
                                .events(Event.S3_OBJECT_CREATED)
                                .filter(f -> f.key(
                                        k -> k.filterRules(r -> r.name("suffix").value(".zip")))))));
        s3.putObject(p -> p.bucket("silent").key("a.zip"), RequestBody.fromString("none"));
        s3.putObject(p -> p.bucket("artifacts").key("a.zip"), RequestBody.fromString("test"));
        s3.putObject(p -> p.bucket("artifacts").key("a.txt"), RequestBody.fromString("test"));
        s3.deleteObject(d -> d.bucket("artifacts").key("a.zip"));
        world.pass(Duration.ofSeconds(1));
        List<Map<String, JsonValue>> details = world.details("told");
        assertThat(details.stream().map(detail -> text(detail, "reason")))
                .containsExactly("PutObject", "PutObject", "DeleteObject");
        assertThat(text(details.getFirst(), "object", "size")).isEqualTo("4");
        assertThat(text(details.getFirst(), "object", "etag")).isEqualTo("098f6bcd4621d373cade4e832627b4f6");
        assertThat(world.bodies("direct"))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"eventName\":\"ObjectCreated:Put\"", "\"key\":\"a.zip\"");
    }

    @Test
    void alarmsTellOfTheirStates() {
        watch("aws.cloudwatch", "CloudWatch Alarm State Change");
        try (CloudWatchClient metrics = Clients.of(world.aws).with(CloudWatchClient.builder())) {
            metrics.putMetricAlarm(a -> a.alarmName("errors")
                    .namespace("Shop")
                    .metricName("Errors")
                    .statistic(Statistic.SUM)
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
            metrics.setAlarmState(
                    s -> s.alarmName("errors").stateValue(StateValue.ALARM).stateReason("by hand"));
        }
        world.pass(Duration.ofSeconds(1));
        Map<String, JsonValue> detail = world.details("told").getFirst();
        assertThat(text(detail, "alarmName")).isEqualTo("errors");
        assertThat(text(detail, "state", "value")).isEqualTo("ALARM");
        assertThat(text(detail, "state", "reason")).isEqualTo("by hand");
        assertThat(text(detail, "previousState", "value")).isEqualTo("INSUFFICIENT_DATA");
    }

    @Test
    void beanstalkTellsOfEnvironments() {
        watch("aws.elasticbeanstalk", "Elastic Beanstalk resource status change", "Health status change");
        try (ElasticBeanstalkClient beanstalk = Clients.of(world.aws).with(ElasticBeanstalkClient.builder())) {
            beanstalk.createApplication(a -> a.applicationName("shop"));
            String platform = beanstalk
                    .listAvailableSolutionStacks(s -> {})
                    .solutionStacks()
                    .getFirst();
            beanstalk.createEnvironment(
                    e -> e.applicationName("shop").environmentName("shop-live").solutionStackName(platform));
        }
        world.pass(Duration.ofMinutes(20));
        assertThat(world.details("told"))
                .allMatch(detail -> text(detail, "EnvironmentName").equals("shop-live"))
                .anyMatch(detail -> text(detail, "Status").equals("Environment creation started"))
                .anyMatch(detail -> text(detail, "Severity").equals("INFO"));
    }
}
