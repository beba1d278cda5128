package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.secret.Secret;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.simulator.iam.Accesses;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.lambda.process.FunctionProcesses;
import dev.penstock.simulator.lambda.process.JavaLauncher;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A simulated account in which policies count, tables are real and functions are processes under AWS's own runtime interface
 * client: what it takes for a control plane to do what it would do in AWS.
 */
final class ControlPlaneAccount implements AutoCloseable {

    static final String ACCOUNT = "123456789012";
    static final String REGION = "us-east-1";

    /** What was packaged, if it was. */
    static final Path ZIP = Path.of("../lambda/target/penstock-lambda.zip");

    private final SimulatedTime time;
    private final FunctionProcesses processes;
    private final SimulatedAws aws;

    /** @param time of the account */
    ControlPlaneAccount(SimulatedTime time) {
        this.time = time;
        this.processes = new FunctionProcesses(time, launcher(), new ScriptedFunctions());
        this.aws = SimulatedAws.builder()
                .time(time)
                .functions(processes)
                .tables(LocalTables.engine())
                .enforcePolicies(true)
                .start();
    }

    SimulatedAws aws() {
        return aws;
    }

    SimulatedTime time() {
        return time;
    }

    /** What was packaged, or else the classes of this test. */
    private static JavaLauncher launcher() {
        List<Path> path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !Files.isRegularFile(ZIP) || entry.contains("aws-lambda-java-") || entry.contains("utils-lite"))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        return new JavaLauncher(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                path,
                List.of("--enable-native-access=ALL-UNNAMED"));
    }

    /** Whose objects are told of. */
    void makeSources() {
        try (S3Client buckets = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true))) {
            buckets.createBucket(bucket -> bucket.bucket("sources"));
            buckets.putBucketNotificationConfiguration(put ->
                    put.bucket("sources").notificationConfiguration(to -> to.eventBridgeConfiguration(all -> {})));
        }
    }

    /** Of which the runner is told, too: it looks whether a registered pipeline is started by it. */
    void putAnObject() {
        try (S3Client buckets = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true))) {
            buckets.putObject(put -> put.bucket("sources").key("other.zip"), RequestBody.empty());
        }
    }

    /** The role that the pipeline's action names, which trusts the runner, and the one that it hands to CloudFormation. */
    void makeRoles(String runner) {
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder())) {
            iam.createRole(role -> role.roleName("deployer").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "RUNNER"},
                 "Action": ["sts:AssumeRole", "sts:TagSession"]}]}""".replace("RUNNER", runner)));
            iam.putRolePolicy(
                    policy -> policy.roleName("deployer").policyName("deploys").policyDocument("""
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": "cloudformation:*", "Resource": "*"},
                 {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/stacks"}]}"""));
            iam.createRole(role -> role.roleName("stacks").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "cloudformation.amazonaws.com"}}]}"""));
            iam.putRolePolicy(
                    policy -> policy.roleName("stacks").policyName("parameters").policyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ssm:*", "Resource": "*"}]}"""));
        }
    }

    /** A project of CodeBuild, whose role has a policy of the stack. */
    void makeBuildProject(String policy) {
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder());
                CodeBuildClient builds = SimulatedBalancer.client(aws, CodeBuildClient.builder())) {
            String role = iam.createRole(make -> make.roleName("builder").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "codebuild.amazonaws.com"}}]}"""))
                    .role()
                    .arn();
            iam.attachRolePolicy(attach -> attach.roleName("builder").policyArn(policy));
            builds.createProject(project -> project.name("shop")
                    .source(source -> source.type("CODEPIPELINE"))
                    .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                    .environment(environment -> environment
                            .type("LINUX_CONTAINER")
                            .image("aws/codebuild/standard:7.0")
                            .computeType("BUILD_GENERAL1_SMALL"))
                    .serviceRole(role));
        }
    }

    /** Actions that a role's own policies allow and that nobody asked for in its name. */
    Set<String> unused(String role) throws IOException {
        Set<String> allowed = new TreeSet<>();
        String name = "";
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder())) {
            for (var each : iam.listRolesPaginator().roles()) {
                if (each.roleName().startsWith("penstock-" + role + "Role-")) {
                    name = each.roleName();
                    for (String policy : iam.listRolePolicies(of -> of.roleName(each.roleName()))
                            .policyNames()) {
                        String document = iam.getRolePolicy(
                                        of -> of.roleName(each.roleName()).policyName(policy))
                                .policyDocument();
                        allowed.addAll(actions(JsonMapper.shared().readTree(URLDecoder.decode(document, UTF_8))));
                    }
                }
            }
        }
        String suffix = ":role/" + name;
        aws.accesses().all().stream()
                .filter(asked -> asked.identity().endsWith(suffix))
                .map(Accesses.Asked::action)
                .forEach(allowed::remove);
        return allowed;
    }

    private static List<String> actions(JsonNode document) {
        List<String> actions = new ArrayList<>();
        for (JsonNode statement : document.path("Statement")) {
            JsonNode action = statement.path("Action");
            if (action.isArray()) {
                action.forEach(each -> actions.add(each.asString()));
            } else {
                actions.add(action.asString());
            }
        }
        return actions;
    }

    Secret linkKey() {
        try (SecretsManagerClient secrets = SimulatedBalancer.client(aws, SecretsManagerClient.builder())) {
            String arn = secrets.listSecrets().secretList().stream()
                    .filter(secret -> secret.name().startsWith("LinkKey"))
                    .findFirst()
                    .orElseThrow()
                    .arn();
            return Secret.of(secret(arn));
        }
    }

    String secret(String arn) {
        try (SecretsManagerClient secrets = SimulatedBalancer.client(aws, SecretsManagerClient.builder())) {
            return secrets.getSecretValue(get -> get.secretId(arn)).secretString();
        }
    }

    /** The function URL is another host's, which the simulated AWS serves at its own port. */
    String post(URI front, String path, String body, String... headers) throws IOException {
        boolean form = path.startsWith("/link");
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + front.getHost()
                + "\r\nConnection: close\r\nX-GitHub-Event: push\r\nContent-Type: "
                + (form ? "application/x-www-form-urlencoded" : "application/json") + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: " + body.length() + "\r\n\r\n" + body);
        try (Socket socket = new Socket(aws.endpoint().getHost(), aws.endpoint().getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.toString().getBytes(UTF_8));
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** What the functions said: what one needs to know when they do not do what they should. */
    String logs() {
        try (CloudWatchLogsClient logs = SimulatedBalancer.client(aws, CloudWatchLogsClient.builder())) {
            return Stream.of("/aws/lambda/penstock-front", "/aws/lambda/penstock-runner")
                    .flatMap(group -> logs.filterLogEvents(of -> of.logGroupName(group)).events().stream())
                    .map(event -> event.message().strip())
                    .collect(Collectors.joining("\n"));
        }
    }

    @Override
    public void close() {
        aws.close();
        processes.close();
    }
}
