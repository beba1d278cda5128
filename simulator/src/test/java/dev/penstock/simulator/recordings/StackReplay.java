package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Plays scripts around stacks, each against an empty simulated AWS whose time moves only where a script waits. */
final class StackReplay {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration STEP = Duration.ofSeconds(10);

    private StackReplay() {}

    /** Plays the scripts of all snapshots of a folder, and fails with everything that disagrees. */
    static void of(RecordingFolder folder) {
        List<String> failures = new ArrayList<>();
        folder.forEach((snapshot, recording) -> failures.addAll(play(snapshot, recording)));
        fail(failures);
    }

    /** The same with one snapshot. */
    static void of(String snapshot, Recording recording) {
        fail(play(snapshot, recording));
    }

    private static void fail(List<String> failures) {
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    private static List<String> play(String snapshot, Recording recording) {
        List<String> failures = new ArrayList<>();
        String calls = snapshot + "-calls.jsonl";
        if (StackReplay.class.getResource(calls) == null) {
            return failures;
        }
        try (SimulatedAws aws =
                SimulatedAws.builder().time(SimulatedTime.stepped(START)).start()) {
            for (CallScript script : CallScript.read(calls)) {
                aws.reset();
                try {
                    recording.test(script.test(), session -> play(aws, script, session));
                } catch (AssertionError e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return failures;
    }

    private static void play(SimulatedAws aws, CallScript script, Session session) {
        String endpoint = aws.endpoint().toString();
        session.form(RecordedStacks::recorded, tree -> RecordedStacks.ours(tree, endpoint));
        Clients user = Clients.of(aws).as(user(aws));
        Map<String, SdkClient> clients = new HashMap<>();
        CallScript.Caller caller = (service, region, operation, parameters) -> answer(
                clients.computeIfAbsent(service + " " + region, key -> client(user.in(Region.of(region)), service)),
                operation,
                parameters);
        script.play(caller, most -> settle(aws, most), session);
        clients.values().forEach(SdkClient::close);
    }

    /** The recordings are a user's. */
    private static AwsCredentials user(SimulatedAws aws) {
        try (IamClient iam = Clients.of(aws).iam()) {
            iam.createUser(u -> u.userName("tester"));
            AccessKey key = iam.createAccessKey(k -> k.userName("tester")).accessKey();
            return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        }
    }

    /** Lets time pass until no stack is being changed any more: other things go on meanwhile, and are compared too. */
    private static void settle(SimulatedAws aws, Duration most) {
        try (CloudFormationClient cloudFormation = Clients.of(aws).with(CloudFormationClient.builder())) {
            Duration passed = Duration.ZERO;
            Duration step = STEP;
            do {
                aws.time().advance(step);
                passed = passed.plus(step);
                step = step.multipliedBy(2);
            } while (passed.compareTo(most) < 0
                    && cloudFormation.listStacksPaginator().stackSummaries().stream()
                            .map(StackSummary::stackStatusAsString)
                            .anyMatch(status -> status.endsWith("_IN_PROGRESS") && !status.startsWith("REVIEW")));
        }
    }

    private static SdkClient client(Clients clients, String service) {
        return switch (service) {
            case "cloudformation" -> clients.with(CloudFormationClient.builder());
            case "cloudwatch" -> clients.with(CloudWatchClient.builder());
            case "iam" -> clients.iam();
            case "lambda" -> clients.with(LambdaClient.builder());
            case "logs" -> clients.logs();
            case "s3" -> clients.s3();
            case "secretsmanager" -> clients.with(SecretsManagerClient.builder());
            case "sns" -> clients.with(SnsClient.builder());
            case "sqs" -> clients.with(SqsClient.builder());
            case "ssm" -> clients.with(SsmClient.builder());
            case "sts" -> clients.sts();
            default -> throw new IllegalArgumentException("a script names the service " + service);
        };
    }

    private static Tree answer(SdkClient client, String operation, Map<?, ?> parameters) {
        try {
            if (client instanceof S3Client s3 && operation.equals("PutObject")) {
                return Responses.of(s3.putObject(
                        p -> p.bucket(String.valueOf(parameters.get("Bucket")))
                                .key(String.valueOf(parameters.get("Key"))),
                        RequestBody.fromBytes(bytes(parameters.get("Body")))));
            }
            return Responses.of(ModelCalls.make(client, operation, parameters));
        } catch (AwsServiceException e) {
            return errorOf(e);
        } catch (SdkClientException e) {
            return Responses.of(Map.of("refused by the client", String.valueOf(e.getMessage())));
        }
    }

    private static byte[] bytes(@Nullable Object body) {
        return body instanceof Map<?, ?> map && map.get("$b64") instanceof String text
                ? Base64.getDecoder().decode(text)
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
    }

    /** An error as boto3 has it: S3's code where there is one, no text where the service sends none. */
    private static Tree errorOf(AwsServiceException e) {
        Tree answer = Responses.of(e);
        String code = e.awsErrorDetails().errorCode();
        String message = e.awsErrorDetails().errorMessage();
        if (!(answer instanceof Tree.Structure(Map<String, Tree> members))
                || !(members.get("Error") instanceof Tree.Structure(Map<String, Tree> said))) {
            return answer;
        }
        Map<String, Tree> error = new LinkedHashMap<>(said);
        error.put("Code", new Tree.Text(code == null ? "" : code));
        error.put("Message", new Tree.Text(message == null ? "" : message));
        error.remove("RequestId");
        Map<String, Tree> all = new LinkedHashMap<>(members);
        all.put("Error", new Tree.Structure(error));
        return new Tree.Structure(all);
    }
}
