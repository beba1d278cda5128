package dev.penstock.simulator.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connecting to an engine, and what its errors say. */
final class DockerCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The client puts the HTTP status and the body into its messages. */
    private static final Pattern BODY =
            Pattern.compile("Status [0-9]+: \\{\"message\":\"(?<message>.*)\"}\\s*", Pattern.DOTALL);

    private DockerCalls() {}

    static DockerClient connect() {
        DockerClient engine = null;
        try {
            var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
            engine = DockerClientImpl.getInstance(
                    config,
                    new ZerodepDockerHttpClient.Builder()
                            .dockerHost(config.getDockerHost())
                            .sslConfig(config.getSSLConfig())
                            .connectionTimeout(PATIENCE)
                            .build());
            engine.pingCmd().exec();
            return engine;
        } catch (RuntimeException e) {
            // Also what the library throws for a DOCKER_HOST that it cannot read.
            closeQuietly(engine);
            throw new IllegalStateException(
                    "No Docker engine answers: " + message(e) + ". Start one, or set DOCKER_HOST to where it listens.",
                    e);
        }
    }

    static <T> T call(Supplier<T> work) throws ContainerFailure {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    static ContainerFailure failure(Exception e) {
        return new ContainerFailure(message(e));
    }

    private static String message(Exception e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = String.valueOf(root.getMessage());
        Matcher body = BODY.matcher(text);
        return body.matches()
                ? body.group("message")
                        .replace("\\\"", "\"")
                        .replace("\\n", " ")
                        .trim()
                : text;
    }

    private static void closeQuietly(@Nullable DockerClient engine) {
        try {
            if (engine != null) {
                engine.close();
            }
        } catch (IOException e) {
            System.getLogger(DockerCalls.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
