package dev.penstock.aws.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsSecretResolverTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";

    private final SecretMasker masker = new SecretMasker();
    private ScriptedEndpoint endpoint;
    private AwsClients clients;
    private AwsSecretResolver resolver;

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEndpoint(AwsSecretResolverTest::answer);
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")));
        resolver = new AwsSecretResolver(clients, masker);
    }

    @AfterEach
    void close() {
        clients.close();
        endpoint.close();
    }

    private static Answer answer(Asked asked) {
        String body = asked.body();
        if (asked.target().endsWith("GetParameters")) {
            return body.contains("/known")
                    ? Answer.json("{\"Parameters\":[{\"Name\":\"/known\",\"Value\":\"hunter2-parameter\"}]}")
                    : Answer.json("{\"Parameters\":[],\"InvalidParameters\":[\"/unknown\"]}");
        }
        if (body.contains("binary")) {
            return Answer.json("{\"SecretBinary\":\"AAEC\"}");
        }
        if (body.contains("plain")) {
            return Answer.json("{\"SecretString\":\"hunter2-plain\"}");
        }
        if (body.contains("db")) {
            return Answer.json("{\"SecretString\":\"{\\\"password\\\":\\\"hunter2-json\\\",\\\"port\\\":54321}\"}");
        }
        return Answer.error(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    @Test
    void readsParametersDecryptedAndMasksThem() {
        assertThat(resolver.parameter(AwsScope.OWN, "/known").reveal()).isEqualTo("hunter2-parameter");
        assertThat(endpoint.asked.getFirst().body()).contains("\"WithDecryption\":true");
        assertThat(masker.mask("it is hunter2-parameter")).doesNotContain("hunter2-parameter");
    }

    @Test
    void saysThatThereIsNoSuchParameter() {
        var failure =
                catchThrowableOfType(RemoteCallException.class, () -> resolver.parameter(AwsScope.OWN, "/unknown"));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("'/unknown'").hasMessageContaining("case-sensitive");
    }

    @Test
    void readsAWholeSecretOrAMemberOfItsJson() {
        assertThat(resolver.secret(AwsScope.OWN, "plain").reveal()).isEqualTo("hunter2-plain");
        assertThat(resolver.secret(AwsScope.OWN, "db:password").reveal()).isEqualTo("hunter2-json");
        assertThat(resolver.secret(AwsScope.OWN, "db:port").reveal()).isEqualTo("54321");
        assertThat(masker.mask("hunter2-json")).doesNotContain("hunter2");
    }

    @Test
    void takesAnArnWithStageAndVersionInItsOwnRegion() {
        assertThat(resolver.secret(AwsScope.OWN, ARN + ":password:AWSPREVIOUS:version-1")
                        .reveal())
                .isEqualTo("hunter2-json");
        Asked asked = endpoint.asked.getFirst();
        assertThat(asked.body())
                .contains(
                        "\"SecretId\":\"" + ARN + "\"",
                        "\"VersionStage\":\"AWSPREVIOUS\"",
                        "\"VersionId\":\"version-1\"");
        assertThat(asked.authorization()).contains("/eu-west-1/secretsmanager/");
    }

    @Test
    void neverTellsTheSecretWhenAMemberIsNotThere() {
        var noKey = catchThrowableOfType(RemoteCallException.class, () -> resolver.secret(AwsScope.OWN, "db:nothing"));
        assertThat(noKey).hasMessageContaining("'nothing'");
        assertThat(noKey).hasStackTraceContaining("RemoteCallException");
        assertThat(noKey.toString() + noKey.getCause()).doesNotContain("hunter2");
        var noJson = catchThrowableOfType(RemoteCallException.class, () -> resolver.secret(AwsScope.OWN, "plain:key"));
        assertThat(noJson).hasMessageContaining("not JSON");
        assertThat(noJson.toString() + noJson.getCause()).doesNotContain("hunter2");
    }

    @Test
    void refusesBinarySecretsAndTellsOfMissingOnes() {
        var binary = catchThrowableOfType(RemoteCallException.class, () -> resolver.secret(AwsScope.OWN, "binary"));
        assertThat(binary.kind()).isEqualTo(Kind.INVALID);
        var missing = catchThrowableOfType(RemoteCallException.class, () -> resolver.secret(AwsScope.OWN, "none"));
        assertThat(missing.kind()).isEqualTo(Kind.NOT_FOUND);
    }
}
