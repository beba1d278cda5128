package dev.penstock.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import org.junit.jupiter.api.Test;

/** What every resolver of secrets must do. */
public abstract class SecretResolverContract {

    /** The resolver under test. */
    protected abstract SecretResolver resolver();

    /** What it told of the secrets that it read. */
    protected abstract Masker masker();

    /** Keeps a parameter. */
    protected abstract void putParameter(String name, String value, boolean encrypted);

    /** Keeps a secret, or a new version of one, and answers its ARN. */
    protected abstract String putSecret(String name, String value);

    @Test
    void readsAParameterAndMasksIt() {
        putParameter("/shop/password", "hunter2-plain", false);

        assertThat(parameter("/shop/password")).isEqualTo("hunter2-plain");
        assertThat(masker().mask("it is hunter2-plain")).doesNotContain("hunter2");
    }

    @Test
    void decryptsAParameter() {
        putParameter("/shop/key", "hunter2-encrypted", true);

        assertThat(parameter("/shop/key")).isEqualTo("hunter2-encrypted");
        assertThat(masker().mask("it is hunter2-encrypted")).doesNotContain("hunter2");
    }

    @Test
    void saysThatThereIsNoSuchParameter() {
        var failure = catchThrowableOfType(RemoteCallException.class, () -> parameter("/shop/none"));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("'/shop/none'");
    }

    @Test
    void readsAWholeSecretByNameAndByArn() {
        String arn = putSecret("database", "hunter2-whole");

        assertThat(secret("database")).isEqualTo("hunter2-whole");
        assertThat(secret(arn)).isEqualTo("hunter2-whole");
        assertThat(masker().mask("it is hunter2-whole")).doesNotContain("hunter2");
    }

    @Test
    void readsAMemberOfASecretsJson() {
        putSecret("database", "{\"password\":\"hunter2-member\",\"port\":54321}");

        assertThat(secret("database:password")).isEqualTo("hunter2-member");
        assertThat(secret("database:port")).isEqualTo("54321");
        assertThat(masker().mask("it is hunter2-member")).doesNotContain("hunter2");
    }

    @Test
    void readsTheVersionBefore() {
        putSecret("database", "{\"password\":\"hunter2-old\"}");
        putSecret("database", "{\"password\":\"hunter2-new\"}");

        assertThat(secret("database:password")).isEqualTo("hunter2-new");
        assertThat(secret("database:password:AWSPREVIOUS")).isEqualTo("hunter2-old");
    }

    @Test
    void saysThatThereIsNoSuchSecretOrMember() {
        var noSecret = catchThrowableOfType(RemoteCallException.class, () -> secret("nothing"));
        assertThat(noSecret.kind()).isEqualTo(Kind.NOT_FOUND);

        putSecret("database", "{\"password\":\"hunter2-member\"}");
        var noMember = catchThrowableOfType(RemoteCallException.class, () -> secret("database:user"));
        assertThat(noMember.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(noMember).hasMessageContaining("'user'");
        assertThat(noMember.toString() + noMember.getCause()).doesNotContain("hunter2");
    }

    private String parameter(String name) {
        return resolver().parameter(AwsScope.OWN, name).reveal();
    }

    private String secret(String reference) {
        return resolver().secret(AwsScope.OWN, reference).reveal();
    }
}
