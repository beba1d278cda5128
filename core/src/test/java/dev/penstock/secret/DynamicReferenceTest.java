package dev.penstock.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.secret.DynamicReference.Service;
import org.junit.jupiter.api.Test;

/** References in the text of definitions, as AWS writes them. */
final class DynamicReferenceTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";

    @Test
    void referencesAreFoundInTheirOrderAndTextStays() {
        String text = "a{{resolve:ssm:/x:3}}b{{resolve:other:y}}c{{resolve:parameter:Token}}d{{resolve:ssm:";
        assertThat(DynamicReference.in(text))
                .containsExactly(
                        new DynamicReference(Service.SSM, "/x:3", 1, 21),
                        new DynamicReference(
                                Service.PARAMETER, "Token", text.indexOf("{{resolve:par"), text.indexOf("d{{")));
        assertThat(DynamicReference.isIn("{{resolve:other:y}} {{resolve:ssm:}}"))
                .isFalse();
    }

    @Test
    void aSecretIsNamedAsBuildspecsNameIt() {
        assertThat(secret("db:SecretString:password")).isEqualTo("db:password");
        assertThat(secret("db:SecretString:password:AWSPREVIOUS:")).isEqualTo("db:password:AWSPREVIOUS:");
        assertThat(secret("db:SecretString")).isEqualTo("db");
        assertThat(secret("db")).isEqualTo("db");
        assertThat(secret(ARN + ":SecretString:password")).isEqualTo(ARN + ":password");
    }

    @Test
    void whatIsNamedAsBuildspecsDoIsWrittenAsAwsReadsIt() {
        assertThat(DynamicReference.ofSecret("db:password"))
                .isEqualTo("{{resolve:secretsmanager:db:SecretString:password}}");
        assertThat(DynamicReference.ofSecret(ARN)).isEqualTo("{{resolve:secretsmanager:" + ARN + ":SecretString}}");
    }

    private static String secret(String key) {
        return DynamicReference.in(DynamicReference.written(Service.SECRETS_MANAGER, key))
                .getFirst()
                .secret();
    }
}
