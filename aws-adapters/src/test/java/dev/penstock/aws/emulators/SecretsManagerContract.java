package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets Manager. */
abstract class SecretsManagerContract extends ServiceContract {

    private static final String TOKEN = "11111111-2222-3333-4444-555555555555";

    private SecretsManagerClient secrets;

    @BeforeEach
    void client() {
        secrets = account.client(SecretsManagerClient.builder());
    }

    private String create(String name, String value) {
        return secrets.createSecret(request -> request.name(name).secretString(value))
                .arn();
    }

    private String read(String id, String stage) {
        return secrets.getSecretValue(request -> request.secretId(id).versionStage(stage))
                .secretString();
    }

    @Test
    void givesBackASecretByNameAndArn() {
        String arn = create("db", "hunter2");
        assertThat(arn).matches("arn:aws:secretsmanager:us-east-1:" + account.id + ":secret:db-[A-Za-z0-9]{6}");
        assertThat(read("db", "AWSCURRENT")).isEqualTo("hunter2");
        assertThat(read(arn, "AWSCURRENT")).isEqualTo("hunter2");
    }

    @Test
    void keepsThePreviousVersion() {
        create("db", "one");
        secrets.putSecretValue(request -> request.secretId("db").secretString("two"));
        assertThat(read("db", "AWSCURRENT")).isEqualTo("two");
        assertThat(read("db", "AWSPREVIOUS")).isEqualTo("one");
    }

    @Test
    void refusesANameThatIsTaken() {
        create("db", "one");
        refused(() -> create("db", "two"), 400, "ResourceExistsException");
    }

    @Test
    void saysThatThereIsNoSuchSecretOrVersion() {
        refused(() -> read("none", "AWSCURRENT"), 400, "ResourceNotFoundException");
        create("db", "one");
        refused(() -> read("db", "AWSPREVIOUS"), 400, "ResourceNotFoundException");
    }

    @Test
    void oneTokenStandsForOneValue() {
        create("db", "one");
        secrets.putSecretValue(
                request -> request.secretId("db").clientRequestToken(TOKEN).secretString("two"));
        secrets.putSecretValue(
                request -> request.secretId("db").clientRequestToken(TOKEN).secretString("two"));
        refused(
                () -> secrets.putSecretValue(request ->
                        request.secretId("db").clientRequestToken(TOKEN).secretString("three")),
                400,
                "ResourceExistsException");
        assertThat(read("db", "AWSCURRENT")).isEqualTo("two");
    }

    @Test
    void doesNotReadASecretThatIsToBeDeleted() {
        create("db", "one");
        secrets.deleteSecret(request -> request.secretId("db").recoveryWindowInDays(7L));
        refused(() -> read("db", "AWSCURRENT"), 400, "InvalidRequestException");
        secrets.restoreSecret(request -> request.secretId("db"));
        assertThat(read("db", "AWSCURRENT")).isEqualTo("one");
    }

    @Test
    void keepsBytes() {
        secrets.createSecret(
                request -> request.name("bytes").secretBinary(SdkBytes.fromByteArray(new byte[] {0, 1, 2, -1})));
        assertThat(secrets.getSecretValue(request -> request.secretId("bytes"))
                        .secretBinary()
                        .asByteArray())
                .containsExactly(0, 1, 2, -1);
    }

    @Test
    void listsInPages() {
        List.of("a", "b", "c").forEach(name -> create(name, name));
        var first = secrets.listSecrets(request -> request.maxResults(2));
        assertThat(first.secretList()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(secrets.listSecretsPaginator(request -> request.maxResults(2)).stream()
                        .flatMap(page -> page.secretList().stream())
                        .map(secret -> secret.name()))
                .containsExactlyInAnyOrder("a", "b", "c");
    }
}
