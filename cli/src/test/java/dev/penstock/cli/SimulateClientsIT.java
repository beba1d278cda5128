package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What nobody here wrote speaks to {@code penstock simulate}: the {@code aws} CLI and boto3. */
class SimulateClientsIT {

    private static final String TASKS = """
            {"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256",
             "memory": "512", "containerDefinitions": [{"name": "web", "image": "nginx:%s", "essential": true,
             "environment": [{"name": "PENSTOCK_SIMULATE", "value": "%s"}]}]}
            """;

    @TempDir
    private Path folder;

    private Child server;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void serve() throws Exception {
        server = Child.start(folder, "simulate", "--port", "0", "--output", "json");
        server.awaitOutput("\n");
        JsonMapper.shared()
                .readTree(server.output())
                .get("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString()));
        environment.put("AWS_PAGER", "");
        environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theAwsCliReleasesAServiceAndSeesABrokenReleaseTakenBack() throws Exception {
        Cli aws = aws();
        aws.succeeds("ecs", "create-cluster", "--cluster-name", "main");
        register(aws, "1", "");
        assertThat(aws.succeeds(words("""
                        ecs create-service --cluster main --service-name web --task-definition web --desired-count 2
                        --launch-type FARGATE --deployment-configuration
                        deploymentCircuitBreaker={enable=true,rollback=true},minimumHealthyPercent=100,maximumPercent=200
                        --network-configuration awsvpcConfiguration={subnets=[subnet-1],securityGroups=[sg-1]}""")).at("/service/status").asString()).isEqualTo("ACTIVE");
        aws.succeeds("ecs", "wait", "services-stable", "--cluster", "main", "--services", "web");
        assertThat(service(aws).get("runningCount").asInt()).isEqualTo(2);
        // The waiter counts tasks; the deployment ends when they have been healthy for a while.
        aws.until(
                "COMPLETED",
                "/services/0/deployments/0/rolloutState",
                words("ecs describe-services --cluster main --services web"));

        register(aws, "2", "");
        aws.succeeds("ecs", "update-service", "--cluster", "main", "--service", "web", "--task-definition", "web:2");
        aws.succeeds("ecs", "wait", "services-stable", "--cluster", "main", "--services", "web");
        assertThat(service(aws).at("/deployments/0/taskDefinition").asString()).endsWith("web:2");
        JsonNode tasks = aws.succeeds("ecs", "list-tasks", "--cluster", "main", "--service-name", "web")
                .get("taskArns");
        assertThat(tasks).hasSize(2);
        assertThat(aws.succeeds(
                                "ecs",
                                "describe-tasks",
                                "--cluster",
                                "main",
                                "--tasks",
                                tasks.get(0).asString())
                        .at("/tasks/0/lastStatus")
                        .asString())
                .isEqualTo("RUNNING");

        register(aws, "3", "exit:1@5s");
        aws.succeeds("ecs", "update-service", "--cluster", "main", "--service", "web", "--task-definition", "web:3");
        String before = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2";
        aws.until(before, "/services/0/taskDefinition", words("ecs describe-services --cluster main --services web"));
        aws.succeeds("ecs", "wait", "services-stable", "--cluster", "main", "--services", "web");
        JsonNode restored = service(aws);
        assertThat(restored.get("taskDefinition").asString()).isEqualTo(before);
        assertThat(restored.get("events")
                        .valueStream()
                        .map(event -> event.get("message").asString()))
                .anyMatch(message -> message.contains("deployment failed: tasks failed to start"));
        assertThat(aws.refused("ecs", "describe-services", "--cluster", "none", "--services", "web"))
                .contains("ClusterNotFoundException");
    }

    @Test
    void theAwsCliBalancesLoadByWeight() throws Exception {
        Cli aws = aws();
        String balancer = aws.succeeds(words("elbv2 create-load-balancer --name front --subnets subnet-1 subnet-2"))
                .at("/LoadBalancers/0/LoadBalancerArn")
                .asString();
        String blue = targets(aws, "blue");
        String green = targets(aws, "green");
        String weights = "[{\"Type\": \"forward\", \"ForwardConfig\": {\"TargetGroups\": ["
                + "{\"TargetGroupArn\": \"%s\", \"Weight\": %d}, {\"TargetGroupArn\": \"%s\", \"Weight\": %d}]}}]";
        Files.writeString(folder.resolve("first.json"), weights.formatted(blue, 90, green, 10));
        Files.writeString(folder.resolve("then.json"), weights.formatted(blue, 0, green, 100));
        String listener = aws.succeeds(
                        "elbv2",
                        "create-listener",
                        "--load-balancer-arn",
                        balancer,
                        "--protocol",
                        "HTTP",
                        "--port",
                        "80",
                        "--default-actions",
                        "file://first.json")
                .at("/Listeners/0/ListenerArn")
                .asString();
        assertThat(shares(aws.succeeds("elbv2", "describe-listeners", "--load-balancer-arn", balancer)))
                .containsExactly(90, 10);

        aws.succeeds("elbv2", "modify-listener", "--listener-arn", listener, "--default-actions", "file://then.json");
        assertThat(shares(aws.succeeds("elbv2", "describe-listeners", "--listener-arns", listener)))
                .containsExactly(0, 100);
        aws.does("elbv2", "register-targets", "--target-group-arn", blue, "--targets", "Id=10.0.0.9");
        assertThat(aws.succeeds("elbv2", "describe-target-health", "--target-group-arn", blue)
                        .at("/TargetHealthDescriptions/0/Target/Id")
                        .asString())
                .isEqualTo("10.0.0.9");
        assertThat(aws.refused("elbv2", "delete-target-group", "--target-group-arn", blue))
                .contains("ResourceInUse");
    }

    private static String targets(Cli aws, String name) throws Exception {
        return aws.succeeds(words("elbv2 create-target-group --protocol HTTP --port 80 --vpc-id vpc-1 --target-type ip"
                        + " --name " + name))
                .at("/TargetGroups/0/TargetGroupArn")
                .asString();
    }

    private static List<Integer> shares(JsonNode listeners) {
        return listeners
                .at("/Listeners/0/DefaultActions/0/ForwardConfig/TargetGroups")
                .valueStream()
                .map(group -> group.get("Weight").asInt())
                .toList();
    }

    @Test
    void theAwsCliKeepsFilesRolesImagesAndLogs() throws Exception {
        Cli aws = aws();
        JsonNode me = aws.succeeds("sts", "get-caller-identity");
        assertThat(me.get("Account").asString()).isEqualTo("123456789012");

        Files.writeString(folder.resolve("trust.json"), """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
                """);
        aws.succeeds(
                "iam", "create-role", "--role-name", "deploy", "--assume-role-policy-document", "file://trust.json");
        assertThat(aws.succeeds("iam", "get-role", "--role-name", "deploy")
                        .at("/Role/Arn")
                        .asString())
                .isEqualTo("arn:aws:iam::123456789012:role/deploy");
        assertThat(aws.succeeds(words("sts assume-role --role-arn arn:aws:iam::123456789012:role/deploy"
                                + " --role-session-name cli"))
                        .at("/AssumedRoleUser/Arn")
                        .asString())
                .endsWith(":assumed-role/deploy/cli");
        assertThat(aws.refused("iam", "get-role", "--role-name", "none")).contains("NoSuchEntity");

        Files.writeString(folder.resolve("page.html"), "<p>hello</p>");
        aws.does("s3", "mb", "s3://releases");
        aws.does("s3", "cp", "page.html", "s3://releases/v1/page.html");
        assertThat(aws.does("s3", "ls", "s3://releases/v1/")).contains("page.html");
        aws.does("s3", "cp", "s3://releases/v1/page.html", "back.html");
        assertThat(folder.resolve("back.html")).hasContent("<p>hello</p>");
        assertThat(aws.refused("s3api", "head-object", "--bucket", "releases", "--key", "none"))
                .contains("404");
        aws.does("s3", "rb", "s3://releases", "--force");

        aws.succeeds("ecr", "create-repository", "--repository-name", "web");
        assertThat(aws.succeeds("ecr", "describe-repositories")
                        .at("/repositories/0/repositoryUri")
                        .asString())
                .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/web");
        assertThat(aws.refused("ecr", "create-repository", "--repository-name", "web"))
                .contains("RepositoryAlreadyExistsException");

        aws.does("logs", "create-log-group", "--log-group-name", "/web");
        aws.does("logs", "create-log-stream", "--log-group-name", "/web", "--log-stream-name", "one");
        aws.succeeds(words("logs put-log-events --log-group-name /web --log-stream-name one --log-events"
                + " timestamp=" + System.currentTimeMillis() + ",message=started"));
        assertThat(aws.succeeds("logs", "get-log-events", "--log-group-name", "/web", "--log-stream-name", "one")
                        .at("/events/0/message")
                        .asString())
                .isEqualTo("started");
    }

    @Test
    void theAwsCliWatchesAndConfigures() throws Exception {
        Cli aws = aws();
        aws.does(words("cloudwatch put-metric-data --namespace Shop --metric-name Orders --value 3"));
        assertThat(aws.succeeds("cloudwatch", "list-metrics", "--namespace", "Shop")
                        .at("/Metrics/0/MetricName")
                        .asString())
                .isEqualTo("Orders");
        aws.does(words("cloudwatch put-metric-alarm --alarm-name few --namespace Shop --metric-name Orders"
                + " --statistic Sum --period 60 --evaluation-periods 1 --threshold 1"
                + " --comparison-operator LessThanThreshold --treat-missing-data breaching"));
        JsonNode alarm = aws.until("ALARM", "/MetricAlarms/0/StateValue", words("cloudwatch describe-alarms"));
        assertThat(alarm.at("/MetricAlarms/0/AlarmName").asString()).isEqualTo("few");

        assertThat(aws.refused("dynamodb", "list-tables")).contains("has no tables");
        assertThat(aws.refused("efs", "describe-file-systems")).contains("NotSimulated");
    }

    @Test
    void theAwsCliDeploysAStack() throws Exception {
        Cli aws = aws();
        Path template = folder.resolve("stack.yml");
        Files.writeString(template, """
                Resources:
                  Orders:
                    Type: AWS::SQS::Queue
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /shop/queue, Type: String, Value: !GetAtt Orders.QueueName}
                """);
        aws.does("cloudformation", "create-stack", "--stack-name", "shop", "--template-body", "file://" + template);
        aws.until(
                "CREATE_COMPLETE", "/Stacks/0/StackStatus", words("cloudformation describe-stacks --stack-name shop"));

        assertThat(aws.succeeds("ssm", "get-parameter", "--name", "/shop/queue")
                        .at("/Parameter/Value")
                        .asString())
                .startsWith("shop-Orders-");
        assertThat(aws.succeeds(
                                words(
                                        "cloudformation describe-stack-resource --stack-name shop --logical-resource-id Orders"))
                        .at("/StackResourceDetail/PhysicalResourceId")
                        .asString())
                .contains("shop-Orders-");
        assertThat(aws.succeeds("lambda", "list-functions").at("/Functions").isEmpty())
                .isTrue();
    }

    @Test
    void botoSpeaksToItInOlderAndNewerProtocols() throws Exception {
        ForeignProgram python = ForeignProgram.find(folder, environment, List.of("python3"), "-c", "import boto3");

        ForeignProgram.Answer answer = python.call(script());

        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.out()).contains("cloudwatch by ").endsWith("done\n");
    }

    private static String script() throws URISyntaxException {
        return Path.of(SimulateClientsIT.class.getResource("boto3_session.py").toURI())
                .toString();
    }

    private Cli aws() {
        return new Cli(ForeignProgram.find(folder, environment, List.of("aws"), "--version"));
    }

    private void register(Cli aws, String image, String behaviour) throws Exception {
        Files.writeString(folder.resolve("tasks.json"), TASKS.formatted(image, behaviour));
        JsonNode registered = aws.succeeds("ecs", "register-task-definition", "--cli-input-json", "file://tasks.json");
        assertThat(registered.at("/taskDefinition/revision").asString()).isEqualTo(image);
    }

    private static JsonNode service(Cli aws) throws Exception {
        return aws.succeeds("ecs", "describe-services", "--cluster", "main", "--services", "web")
                .at("/services/0");
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+");
    }

    /** The {@code aws} CLI. */
    private record Cli(ForeignProgram aws) {

        private static final int MOST_POLLS = 60;

        String does(String... args) throws IOException, InterruptedException {
            ForeignProgram.Answer answer = aws.call(args);
            assertThat(answer.exitCode())
                    .as(String.join(" ", args) + "\n" + answer.err())
                    .isZero();
            return answer.out();
        }

        JsonNode succeeds(String... args) throws IOException, InterruptedException {
            String out = does(args);
            return JsonMapper.shared().readTree(out.isBlank() ? "{}" : out);
        }

        String refused(String... args) throws IOException, InterruptedException {
            ForeignProgram.Answer answer = aws.call(args);
            assertThat(answer.exitCode()).as(String.join(" ", args)).isNotZero();
            return answer.err();
        }

        JsonNode until(String value, String pointer, String... args) throws IOException, InterruptedException {
            JsonNode last = succeeds(args);
            for (int i = 0; i < MOST_POLLS && !last.at(pointer).asString().equals(value); i++) {
                last = succeeds(args);
            }
            assertThat(last.at(pointer).asString()).as(last.toString()).isEqualTo(value);
            return last;
        }
    }
}
