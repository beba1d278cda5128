package dev.penstock.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients of the real AWS take what the user's configuration says; here an endpoint of ours answers in AWS's place. */
@Isolated("it sets system properties that the SDK reads")
class RealRealmTest {

    private static final String CLUSTERS = "{\"clusterArns\":[]}";

    @TempDir
    Path folder;

    private final Map<String, Optional<String>> before = new HashMap<>();
    private int failures;
    private Answer failure = new Answer(500, "{\"__type\":\"ServerException\",\"message\":\"Service Unavailable\"}");
    private ScriptedEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEndpoint(asked -> failures-- > 0 ? failure : Answer.json(CLUSTERS));
        set("aws.configFile", Files.writeString(folder.resolve("config"), """
                [default]
                region = eu-central-1
                [profile shop]
                region = eu-west-3
                aws_access_key_id = KEYOFSHOP
                aws_secret_access_key = s
                """).toString());
        set(
                "aws.sharedCredentialsFile",
                Files.createFile(folder.resolve("credentials")).toString());
        set("aws.accessKeyId", "KEYOFENVIRONMENT");
        set("aws.secretAccessKey", "s");
        set("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void restore() {
        endpoint.close();
        before.forEach((name, value) ->
                value.ifPresentOrElse(old -> System.setProperty(name, old), () -> System.clearProperty(name)));
    }

    @Test
    void takesCredentialsAndRegionFromTheDefaultChain() {
        list(Optional.empty(), Use.READ);
        assertThat(only().authorization()).contains("KEYOFENVIRONMENT/").contains("/eu-central-1/ecs/");
    }

    @Test
    void aProfileThatWasAskedForWinsOverTheEnvironment() {
        list(Optional.of("shop"), Use.READ);
        assertThat(only().authorization()).contains("KEYOFSHOP/").contains("/eu-west-3/ecs/");
    }

    @Test
    void readsAndChangesAreAskedThreeTimes() {
        failures = 2;
        list(Optional.empty(), Use.READ);
        assertThat(endpoint.asked).hasSize(3);
        failures = 2;
        list(Optional.empty(), Use.CHANGE);
        assertThat(endpoint.asked).hasSize(6);
        failures = 99;
        var failed = catchThrowableOfType(RemoteCallException.class, () -> list(Optional.empty(), Use.CHANGE));
        assertThat(failed.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(endpoint.asked).hasSize(9);
    }

    @Test
    void saysHowToRenewASessionThatHasExpired() {
        failures = 9;
        failure = Answer.error(400, "ExpiredTokenException", "The security token included in the request is expired");
        var failed = catchThrowableOfType(RemoteCallException.class, () -> list(Optional.of("shop"), Use.READ));
        assertThat(failed.kind()).isEqualTo(Kind.EXPIRED);
        assertThat(failed.kind().isWorthAskingAgain()).isTrue();
        assertThat(failed).hasMessageContaining("aws sso login --profile shop");
    }

    @Test
    void saysThatThereAreNoCredentials() {
        var failed = catchThrowableOfType(RemoteCallException.class, () -> list(Optional.of("default"), Use.READ));
        assertThat(failed.kind()).isEqualTo(Kind.DENIED);
        assertThat(failed).hasMessageContaining("no credentials were found");
        assertThat(endpoint.asked).isEmpty();
    }

    @Test
    void saysThatThereIsNoRegion() throws IOException {
        Files.writeString(folder.resolve("config"), "");
        var failed = catchThrowableOfType(RemoteCallException.class, () -> list(Optional.empty(), Use.READ));
        assertThat(failed.kind()).isEqualTo(Kind.INVALID);
        assertThat(failed).hasMessageContaining("no Region is configured").hasMessageContaining("AWS_REGION");
    }

    private void list(Optional<String> profile, Use use) {
        var realm = new Realm.Aws(profile, Optional.of(endpoint.uri()));
        var settings = new AwsSettings(realm, Optional.empty(), Set.of(), RoleSession.DEFAULT);
        try (AwsClients clients = new AwsClients(settings)) {
            clients.call(
                    "ecs:ListClusters",
                    "list the clusters",
                    () -> clients.ecs(AwsScope.OWN, use).listClusters());
        }
    }

    private Asked only() {
        assertThat(endpoint.asked).hasSize(1);
        return endpoint.asked.getFirst();
    }

    private void set(String name, String value) {
        before.put(name, Optional.ofNullable(System.getProperty(name)));
        System.setProperty(name, value);
    }
}
