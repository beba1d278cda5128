package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.InstanceLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentInfoDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentInfoType;

/** The last lines of instances' logs, which Beanstalk puts into a bucket and says under which signed address. */
final class EnvironmentLogs {

    private static final int LARGEST = 1 << 20;
    private static final int PATIENCE = (int) Duration.ofSeconds(15).toMillis();

    private final AwsClients clients;

    EnvironmentLogs(AwsClients clients) {
        this.clients = clients;
    }

    void request(AwsScope scope, String environmentId) {
        clients.call(
                "elasticbeanstalk:RequestEnvironmentInfo",
                "ask for the logs of environment " + environmentId,
                () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                        .requestEnvironmentInfo(
                                request -> request.environmentId(environmentId).infoType(EnvironmentInfoType.TAIL)));
    }

    List<InstanceLog> since(AwsScope scope, String environmentId, Instant since) {
        Map<String, EnvironmentInfoDescription> newest = new LinkedHashMap<>();
        clients
                .call(
                        "elasticbeanstalk:RetrieveEnvironmentInfo",
                        "read the logs of environment " + environmentId,
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .retrieveEnvironmentInfo(retrieve ->
                                        retrieve.environmentId(environmentId).infoType(EnvironmentInfoType.TAIL)))
                .environmentInfo()
                .stream()
                .filter(info -> info.sampleTimestamp() != null
                        && !info.sampleTimestamp().isBefore(since))
                .forEach(info -> newest.merge(
                        EnvironmentMapping.text(info.ec2InstanceId()),
                        info,
                        (one, other) -> one.sampleTimestamp().isAfter(other.sampleTimestamp()) ? one : other));
        return newest.entrySet().stream()
                .map(info -> new InstanceLog(
                        info.getKey(),
                        text(EnvironmentMapping.text(info.getValue().message()))))
                .toList();
    }

    /** The text itself, or what is at the address. */
    private String text(String message) {
        if (!message.startsWith("http://") && !message.startsWith("https://")) {
            return message;
        }
        try {
            return fetch(new URI(message));
        } catch (IOException | URISyntaxException e) {
            // The address is signed: it is in no message.
            return "The logs are there, but cannot be fetched: " + e.getClass().getSimpleName() + ".";
        }
    }

    private String fetch(URI address) throws IOException {
        boolean leadsAway = clients.endpoint()
                .filter(endpoint -> !endpoint.getHost().equals(address.getHost()))
                .isPresent();
        if (leadsAway) {
            return "The logs are at " + address.getHost() + ", which is not the AWS in use.";
        }
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE);
        connection.setReadTimeout(PATIENCE);
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
