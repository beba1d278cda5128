package dev.penstock.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.link.ActionLink;
import dev.penstock.link.LinkText;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.templates.StarterSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * A simulated account with a control plane, its functions in this process, and a pipeline that a webhook starts: a stack, a
 * question, a canary of an ECS service behind a load balancer. Whoever uses it holds time still meanwhile.
 */
final class ControlPlaneWorld implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "us-east-1";
    private static final String CODE = "penstock-lambda.zip";

    /** What a deployment takes at most, in simulated time. */
    static final Duration DEPLOYMENT = Duration.ofMinutes(30);

    final HeldTime held = new HeldTime();
    final CountedTables tables = new CountedTables();
    final CountedFunctions functions = new CountedFunctions(held.time(), held.clock());
    final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final SimulatedAws aws;
    private final AwsClients clients;
    private final GitHubVersions gitHub;
    private final Map<String, String> outputs;
    private volatile boolean counting;

    ControlPlaneWorld(Path folder) throws Exception {
        System.setProperty("aws.accessKeyId", ACCOUNT);
        System.setProperty("aws.secretAccessKey", "simulated");
        System.setProperty("aws.region", REGION);
        gitHub = new GitHubVersions(folder);
        aws = SimulatedAws.builder()
                .time(held.time())
                .functions(functions)
                .tables(tables)
                .start();
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)));
        aws.faults().add((moment, call) -> {
            if (counting && moment == Moment.BEFORE && !call.operation().endsWith("Resource")) {
                calls.computeIfAbsent(call.service() + ":" + call.operation(), name -> new AtomicInteger())
                        .incrementAndGet();
            }
            return Optional.empty();
        });
        outputs = makeControlPlane(folder);
        makeService();
        new S3PipelineRegistry(clients, AwsScope.OWN, output("BucketName"), "")
                .put(new RegisteredPipeline("shop", text("pipeline.yml"), Optional.of(text("penstock.yml"))));
        counting(true);
    }

    private Map<String, String> makeControlPlane(Path folder) throws Exception {
        CloudFormationClient stacks = clients.cloudFormation(AwsScope.OWN, Use.CHANGE);
        String template = StarterSet.CONTROL_PLANE.files().stream()
                .filter(file -> file.name().endsWith("stack.yml"))
                .findFirst()
                .orElseThrow()
                .text();
        stacks.createStack(
                create -> create.stackName("penstock").templateBody(template).capabilities(Capability.CAPABILITY_IAM));
        held.pass(Duration.ofMinutes(10));
        String bucket = Objects.requireNonNull(outputs(stacks).get("BucketName"));
        Path zip = folder.resolve(CODE);
        new BundleWriter().file("code", "is in this process").write(zip);
        clients.s3(AwsScope.OWN, Use.CHANGE).putObject(put -> put.bucket(bucket).key(CODE), RequestBody.fromFile(zip));
        stacks.updateStack(update -> update.stackName("penstock")
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_IAM)
                .parameters(parameter("CodeKey", CODE), parameter("GitHubApi", gitHub.api())));
        held.pass(Duration.ofMinutes(15));
        return outputs(stacks);
    }

    private static Map<String, String> outputs(CloudFormationClient stacks) {
        var stack =
                stacks.describeStacks(of -> of.stackName("penstock")).stacks().getFirst();
        if (!stack.stackStatusAsString().endsWith("_COMPLETE")
                || stack.stackStatusAsString().contains("ROLLBACK")) {
            throw new IllegalStateException("the control plane was not made: "
                    + stacks.describeStackEvents(of -> of.stackName("penstock")).stackEvents().stream()
                            .filter(event -> event.resourceStatusAsString().endsWith("FAILED"))
                            .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                            .toList());
        }
        return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    private void makeService() throws Exception {
        StandIns made = new StandIns(clients);
        made.cluster(AwsScope.OWN, "shop");
        made.service(
                AwsScope.OWN, new ServiceStandIn("shop", "web", "web", 80, 2, ServiceStandIn.Front.LOAD_BALANCER, 0));
        held.pass(Duration.ofMinutes(15));
    }

    private static String text(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ControlPlaneWorld.class.getResourceAsStream("control-plane/" + file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    void counting(boolean counts) {
        counting = counts;
        tables.counting(counts);
    }

    /** How often each operation was called, by service and operation. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        calls.forEach((name, count) -> counts.put(name, count.get()));
        return counts;
    }

    /** Deploys a version, from the webhook until it has ended; takes {@link #DEPLOYMENT}. */
    Duration deploy(int version) throws Exception {
        String body = "{\"ref\": \"refs/heads/main\", \"after\": \"" + GitHubVersions.commit(version) + "\","
                + " \"repository\": {\"full_name\": \"acme/shop\"}, \"commits\": []}";
        String signature = HexFormat.of().formatHex(HmacSignature.of(secret("WebhookSecret"), body.getBytes(UTF_8)));
        post("/github", "application/json", body, "X-Hub-Signature-256: sha256=" + signature);
        held.pass(Duration.ofMinutes(5));
        ExecutionState asks = newest();
        var waiting = (ActionPhase.Waiting)
                asks.stage("Ask").orElseThrow().action("Approve").orElseThrow().phase();
        ActionLink link = new ActionLink(
                new ActionLink.Subject.Approval(
                        waiting.until().openQuestion().orElseThrow().token()),
                asks.id(),
                new ActionAttempt("Ask", "Approve", 1),
                "ann",
                held.time().now().plusSeconds(600));
        Secret key = secret("LinkKey");
        String text = LinkText.of(link, message -> HmacSignature.of(key, message));
        post("/link?link=" + URLEncoder.encode(text, UTF_8), "application/x-www-form-urlencoded", "say=approve");
        held.pass(DEPLOYMENT.minusMinutes(5));
        ExecutionState ended = newest();
        if (!ended.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
            throw new IllegalStateException("the deployment did not succeed: " + ended);
        }
        return Duration.between(ended.startedAt(), ended.updatedAt());
    }

    private ExecutionState newest() {
        counting(false);
        var location = new JournalLocation.DynamoDb(
                output("TableName"), Optional.of(REGION), Optional.of(output("BucketName")), "", Optional.empty());
        try (Journal journal = DynamoDbJournals.open(clients, location, Optional.empty())) {
            return new ExecutionReader(journal)
                    .state(journal.list(ExecutionQuery.newest(1)).getFirst().id())
                    .orElseThrow();
        } finally {
            counting(true);
        }
    }

    private Secret secret(String prefix) {
        counting(false);
        try {
            var secrets = clients.secretsManager(AwsScope.OWN, Use.CHANGE);
            String arn = secrets.listSecrets().secretList().stream()
                    .filter(secret -> secret.name().startsWith(prefix))
                    .findFirst()
                    .orElseThrow()
                    .arn();
            return Secret.of(secrets.getSecretValue(get -> get.secretId(arn)).secretString());
        } finally {
            counting(true);
        }
    }

    /** Bytes in the table, and in the bucket but for the code. */
    long[] stored() {
        counting(false);
        try {
            long table = clients.dynamoDb(AwsScope.OWN, Use.READ)
                    .describeTable(of -> of.tableName(output("TableName")))
                    .table()
                    .tableSizeBytes();
            long bucket = clients
                    .s3(AwsScope.OWN, Use.READ)
                    .listObjectsV2Paginator(list -> list.bucket(output("BucketName")))
                    .contents()
                    .stream()
                    .filter(object -> !object.key().equals(CODE))
                    .mapToLong(object -> object.size())
                    .sum();
            return new long[] {table, bucket};
        } finally {
            counting(true);
        }
    }

    private String output(String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }

    private void post(String path, String type, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: "
                + URI.create(output("FrontUrl")).getHost() + "\r\nConnection: close\r\nX-GitHub-Event: push\r\n"
                + "Content-Type: " + type + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket(aws.endpoint().getHost(), aws.endpoint().getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.toString().getBytes(UTF_8));
            String answer = new String(in.readAllBytes(), UTF_8);
            if (!answer.startsWith("HTTP/1.1 20")) {
                throw new IOException(path + ": " + answer);
            }
        }
    }

    @Override
    public void close() {
        held.close();
        clients.close();
        aws.close();
        tables.close();
        gitHub.close();
    }
}
