package dev.penstock.simulator.lambda;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;

/** A simulated AWS with a role for functions, and what tests of Lambda do again and again. */
public final class LambdaWorld implements AutoCloseable {

    final SimulatedAws aws;
    final LambdaClient lambda;
    private final String role;

    LambdaWorld() {
        this(SimulatedAws.builder());
    }

    LambdaWorld(SimulatedAws.Builder builder) {
        aws = builder.start();
        lambda = Clients.of(aws).with(LambdaClient.builder());
        IamClient iam = Clients.of(aws).iam();
        String trust = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        role = iam.createRole(r -> r.roleName("function").assumeRolePolicyDocument(trust))
                .role()
                .arn();
    }

    String role() {
        return role;
    }

    /** An archive with one file. */
    public static SdkBytes zip(String contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("index.js"));
            out.write(contents.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    /** Makes a function and waits until it can be invoked. */
    String function(String name, Map<String, String> environment) {
        return function(name, environment, request -> {});
    }

    String function(String name, Map<String, String> environment, Consumer<CreateFunctionRequest.Builder> more) {
        CreateFunctionRequest.Builder request = CreateFunctionRequest.builder()
                .functionName(name)
                .runtime(Runtime.NODEJS22_X)
                .handler("index.handler")
                .role(role)
                .code(c -> c.zipFile(zip(name)))
                .environment(e -> e.variables(environment));
        more.accept(request);
        String arn = lambda.createFunction(request.build()).functionArn();
        settle(name);
        return arn;
    }

    /** Gives a function another environment and publishes it. */
    String publish(String name, Map<String, String> environment) {
        lambda.updateFunctionConfiguration(u -> u.functionName(name).environment(e -> e.variables(environment)));
        settle(name);
        return lambda.publishVersion(p -> p.functionName(name)).version();
    }

    /** Waits until a function is neither made nor changed. */
    void settle(String name) {
        lambda.waiter().waitUntilFunctionActiveV2(g -> g.functionName(name));
        lambda.waiter().waitUntilFunctionUpdatedV2(g -> g.functionName(name));
    }

    InvokeResponse invoke(String name, String event) {
        return lambda.invoke(i -> i.functionName(name).payload(SdkBytes.fromUtf8String(event)));
    }

    State state(String name) {
        return lambda.getFunctionConfiguration(g -> g.functionName(name)).state();
    }

    @Override
    public void close() {
        lambda.close();
        aws.close();
    }
}
