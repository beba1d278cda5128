package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import dev.penstock.simulator.lambda.FunctionRuntime.Outcome;
import dev.penstock.simulator.lambda.FunctionRuntime.Result;
import dev.penstock.simulator.wire.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Functions as the recorded tests make them, with code that is given in Java. */
final class RecordedFunctions implements AutoCloseable {

    /** What the recorder makes of every digest in some of the recordings. */
    private static final String MASKED_DIGEST = "code-sha256";

    /** The same contents make the same archive. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    final SimulatedAws aws;
    final LambdaClient lambda;
    private final String role;
    private Function<Invocation, Result> code = invocation -> new Result.Answered(invocation.event());

    RecordedFunctions() {
        aws = SimulatedAws.builder().functions(runtime()).start();
        lambda = Clients.of(aws).with(LambdaClient.builder());
        role = Clients.of(aws)
                .iam()
                .createRole(r -> r.roleName("lambda-role").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
    }

    private FunctionRuntime runtime() {
        return new FunctionRuntime() {
            @Override
            public CompletionStage<Outcome> invoke(Invocation invocation) {
                return CompletableFuture.completedStage(
                        new Outcome(code.apply(invocation), Duration.ofMillis(3), List.of("{}"), 36));
            }
        };
    }

    /** Says what functions do from now on. */
    void code(Function<Invocation, Result> does) {
        code = does;
    }

    /** The same for functions that answer with one text. */
    void answering(String payload) {
        code = invocation -> new Result.Answered(payload);
    }

    /** Makes a function as AWS's API is called directly. */
    CreateFunctionResponse create(String name, Consumer<CreateFunctionRequest.Builder> more) {
        return masked(createWith(name, more));
    }

    private CreateFunctionResponse createWith(String name, Consumer<CreateFunctionRequest.Builder> more) {
        CreateFunctionRequest.Builder request = CreateFunctionRequest.builder()
                .functionName(name)
                .role(role)
                .runtime("python3.12")
                .handler("handler.handler")
                .code(c -> c.zipFile(zip(name)));
        more.accept(request);
        return lambda.createFunction(request.build());
    }

    /** Makes a function as the recorded tests' own helper does, and waits for it; what that helper answers. */
    Map<String, Object> make(String name, Consumer<CreateFunctionRequest.Builder> more) {
        return answered(name, masked(createWith(name, request -> {
            request.timeout(30).environment(e -> e.variables(Map.of()));
            more.accept(request);
        })));
    }

    /** The same with the digest as it is. */
    Map<String, Object> unmasked(String name, Consumer<CreateFunctionRequest.Builder> more) {
        return answered(name, createWith(name, request -> {
            request.timeout(30).environment(e -> e.variables(Map.of()));
            more.accept(request);
        }));
    }

    /** The same with what the recorder made of the digest. */
    Map<String, Object> make(String name, String digest, Consumer<CreateFunctionRequest.Builder> more) {
        return answered(
                name,
                masked(
                        createWith(name, request -> {
                            request.timeout(30).environment(e -> e.variables(Map.of()));
                            more.accept(request);
                        }),
                        digest));
    }

    private Map<String, Object> answered(String name, CreateFunctionResponse made) {
        settle(name);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("CreateFunctionResponse", made);
        return answer;
    }

    Map<String, Object> make(String name) {
        return make(name, request -> {});
    }

    /** Waits until a function, or what a qualifier of it leads to, is neither made nor changed. */
    void settle(String name) {
        lambda.waiter().waitUntilFunctionActiveV2(g -> g.functionName(name));
        lambda.waiter().waitUntilFunctionUpdatedV2(g -> g.functionName(name));
    }

    InvokeResponse invoke(String name, String event) {
        return lambda.invoke(i -> i.functionName(name).payload(SdkBytes.fromUtf8String(event)));
    }

    InvokeResponse invoke(String name, String qualifier, String event) {
        return lambda.invoke(i -> i.functionName(name).qualifier(qualifier).payload(SdkBytes.fromUtf8String(event)));
    }

    /** A response whose digest is masked as the recorder masks it. */
    static <R extends AwsResponse> R masked(R response) {
        return masked(response, MASKED_DIGEST);
    }

    /** The same with what the recorder made of a digest. */
    @SuppressWarnings("unchecked") // a response's builder builds a response of its kind
    static <R extends AwsResponse> R masked(R response, String digest) {
        SdkPojo builder = (SdkPojo) response.toBuilder();
        if (response instanceof GetFunctionResponse found) {
            FunctionConfiguration configuration =
                    found.configuration().toBuilder().codeSha256(digest).build();
            return (R) found.toBuilder().configuration(configuration).build();
        }
        Fields.set(builder, Map.of("CodeSha256", digest));
        return (R) ((AwsResponse.Builder) builder).build();
    }

    /** An archive with a file of that content. */
    static SdkBytes zip(String contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("handler.py");
            entry.setTimeLocal(WRITTEN);
            out.putNextEntry(entry);
            out.write(contents.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    @Override
    public void close() {
        lambda.close();
        aws.close();
    }
}
