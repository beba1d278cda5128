package dev.penstock.local.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;

/** Connections to the container engine that the environment names ({@code DOCKER_HOST}, Docker context), or the local one. */
final class EngineClient {

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

    private EngineClient() {}

    /** A connection for work that may take long; the caller closes it. */
    static DockerClient connect() {
        return connect(Duration.ZERO);
    }

    private static DockerClient connect(Duration patience) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(PROBE_PATIENCE);
        if (!patience.isZero()) {
            http.responseTimeout(patience);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    /** Why no engine can be used; empty if one answers. */
    static String whyAbsent() {
        try (DockerClient engine = connect(PROBE_PATIENCE)) {
            engine.pingCmd().exec();
            return "";
        } catch (Exception e) {
            // Also what the library throws for a DOCKER_HOST that it cannot read: all of it means that there is none.
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getClass().getSimpleName() + ": " + root.getMessage();
        }
    }
}
