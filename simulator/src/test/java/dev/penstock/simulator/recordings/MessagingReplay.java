package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Plays scripts of SNS and SQS, each against a simulated AWS of its own, as a user of it: the recordings are a user's. */
final class MessagingReplay {

    private MessagingReplay() {}

    /** Plays all scripts of a resource, and fails with everything that disagrees. */
    static void of(String resource, Recording recording) {
        play(resource, recording, false);
    }

    /** The same, but time moves only where a script waits: for what goes on by itself between two calls. */
    static void stepwise(String resource, Recording recording) {
        play(resource, recording, true);
    }

    private static void play(String resource, Recording recording, boolean stepwise) {
        List<String> failures = new ArrayList<>();
        for (CallScript script : CallScript.read(resource)) {
            try {
                recording.test(script.test(), session -> play(script, stepwise, session));
            } catch (AssertionError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    private static void play(CallScript script, boolean stepwise, Session session) {
        SimulatedTime time = stepwise
                ? SimulatedTime.stepped(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                : SimulatedTime.virtual();
        try (SimulatedAws aws = SimulatedAws.builder().time(time).start()) {
            AwsCredentials user = user(aws);
            Map<String, SdkClient> clients = new HashMap<>();
            QueueQueries queries = new QueueQueries(aws.endpoint());
            CallScript.Caller caller = (service, region, operation, parameters) -> {
                if (service.equals("sqs-query")) {
                    return known(aws, queries.call(operation, parameters));
                }
                SdkClient client = clients.computeIfAbsent(service + region, key -> {
                    Clients all = Clients.of(aws).as(user).in(Region.of(region));
                    return service.equals("sns") ? all.with(SnsClient.builder()) : all.with(SqsClient.builder());
                });
                return known(aws, answer(client, operation, parameters));
            };
            script.play(caller, aws.time()::advance, session);
            clients.values().forEach(SdkClient::close);
        }
    }

    private static Tree answer(SdkClient client, String operation, Map<?, ?> parameters) {
        try {
            return Responses.of(ModelCalls.make(client, operation, parameters));
        } catch (AwsServiceException e) {
            return Responses.of(e);
        } catch (SdkClientException e) {
            return Responses.of(Map.of("refused by the client", String.valueOf(e.getMessage())));
        }
    }

    /** An answer in which queues have the URLs that the recordings give AWS's. */
    private static Tree known(SimulatedAws aws, Tree answer) {
        return switch (answer) {
            case Tree.Structure(Map<String, Tree> members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((name, member) ->
                        all.put(name, name.equals("BinaryValue") ? printed(member) : known(aws, member)));
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(List<Tree> items) ->
                new Tree.Sequence(items.stream().map(item -> known(aws, item)).toList());
            case Tree.Text(String text)
            when text.startsWith(aws.endpoint() + "/queue/") ->
                new Tree.Text(text.replaceFirst(
                        "^.*?/queue/([a-z0-9-]+)/", "http://sqs.$1.localhost.localstack.cloud:4566/"));
            default -> answer;
        };
    }

    /** Bytes as the recordings have them, which is as Python prints them. */
    private static Tree printed(Tree bytes) {
        StringBuilder out = new StringBuilder("b'");
        String text = bytes instanceof Tree.Text(String value) ? value : "";
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(b >= ' ' && b <= '~' ? Character.toString(b) : String.format("\\x%02x", b));
        }
        return new Tree.Text(out.append("'").toString());
    }

    private static AwsCredentials user(SimulatedAws aws) {
        try (IamClient iam = Clients.of(aws).iam()) {
            iam.createUser(u -> u.userName("tester"));
            AccessKey key = iam.createAccessKey(k -> k.userName("tester")).accessKey();
            return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        }
    }
}
