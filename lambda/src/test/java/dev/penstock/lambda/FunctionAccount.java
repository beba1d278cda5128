package dev.penstock.lambda;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated account that the functions live in, with DynamoDB Local behind its table. */
final class FunctionAccount implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";

    private final SimulatedAws aws;
    private final AwsClients clients;
    private final DynamoDBProxyServer tables;
    private final Journal journal;
    private final Map<String, String> environment = new HashMap<>();

    private FunctionAccount(SimulatedAws aws, AwsClients clients, DynamoDBProxyServer tables, Journal journal) {
        this.aws = aws;
        this.clients = clients;
        this.tables = tables;
        this.journal = journal;
    }

    static FunctionAccount open() throws Exception {
        SimulatedAws aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.now(), 1))
                .start();
        AwsClients clients = new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DynamoDBProxyServer tables = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        tables.start();
        System.setProperty("aws.accessKeyId", ACCOUNT);
        System.setProperty("aws.secretAccessKey", "simulated");
        System.setProperty("aws.region", "us-east-1");
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        var location = new JournalLocation.DynamoDb(
                "penstock", Optional.of("us-east-1"), Optional.empty(), "", Optional.of(endpoint));
        var account = new FunctionAccount(aws, clients, tables, DynamoDbJournals.open(location));
        clients.s3(AwsScope.OWN, Use.CHANGE).createBucket(request -> request.bucket("penstock"));
        clients.iam(AwsScope.OWN, Use.CHANGE)
                .createRole(role -> role.roleName("scheduler").assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                     "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                    """));
        clients.scheduler(AwsScope.OWN, Use.CHANGE).createScheduleGroup(group -> group.name("wake-ups"));
        String webhook = clients.secretsManager(AwsScope.OWN, Use.CHANGE)
                .createSecret(secret -> secret.name("webhook").secretString("webhook secret"))
                .arn();
        String links = clients.secretsManager(AwsScope.OWN, Use.CHANGE)
                .createSecret(secret -> secret.name("links").secretString("link key"))
                .arn();
        account.environment.putAll(Map.of(
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", ACCOUNT,
                "AWS_SECRET_ACCESS_KEY", "simulated",
                "AWS_REGION", "us-east-1",
                "PENSTOCK_TABLE", "penstock",
                "PENSTOCK_TABLE_ENDPOINT", endpoint.toString(),
                "PENSTOCK_BUCKET", "penstock"));
        account.environment.putAll(Map.of(
                "PENSTOCK_SCHEDULE_GROUP",
                "wake-ups",
                "PENSTOCK_SCHEDULER_ROLE",
                "arn:aws:iam::" + ACCOUNT + ":role/scheduler",
                "PENSTOCK_RUNNER_ARN",
                "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:penstock-runner",
                "PENSTOCK_WEBHOOK_SECRET",
                webhook,
                "PENSTOCK_LINK_KEY",
                links));
        return account;
    }

    AwsClients clients() {
        return clients;
    }

    Journal journal() {
        return journal;
    }

    /** The variables of the functions; changes count for those that are started afterwards. */
    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() throws Exception {
        journal.close();
        clients.close();
        aws.close();
        tables.stop();
    }

    /** A pipeline that asks somebody, and does nothing else. */
    static Pipeline question() {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Ask", List.of(ActionDeclaration.of("Approve", new ManualApprovalAction().type(), Map.of())))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }
}
