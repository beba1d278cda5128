package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.secret.Secret;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MissingSecretsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf";

    private final MissingSecrets missing = new MissingSecrets();

    @Test
    void tellsAllThatIsMissingAtOnceAndHowToCreateIt() {
        assertThat(missing.secret("shop-build:A", failing(Kind.NOT_FOUND, "ResourceNotFoundException")))
                .isEmpty();
        assertThat(missing.secret("shop-build:B", failing(Kind.NOT_FOUND, "ResourceNotFoundException")))
                .isEmpty();
        assertThat(missing.secret(ARN, failing(Kind.NOT_FOUND, "ResourceNotFoundException")))
                .isEmpty();
        assertThat(missing.secret(ARN + ":C:AWSCURRENT:", failing(Kind.NOT_FOUND, "")))
                .isEmpty();
        assertThat(missing.parameter("/shop/key", failing(Kind.NOT_FOUND, ""))).isEmpty();
        assertThatThrownBy(missing::check)
                .isInstanceOfSatisfying(
                        BuildException.class, e -> assertThat(e.code()).isEqualTo("PEN-BUILD-008"))
                .hasMessage(
                        "The build needs the secret 'shop-build' with the keys A, B, and there is none in Secrets Manager."
                                + " Create it: aws secretsmanager create-secret --name shop-build --secret-string file://secret.json,"
                                + " with {\"A\": \"…\", \"B\": \"…\"} in that file."
                                + " The build needs the secret '" + ARN + "', and there is none in Secrets Manager."
                                + " Look which there are, and name one of them: aws secretsmanager list-secrets."
                                + " The secret '" + ARN + "' has no key C."
                                + " Put it in: aws secretsmanager put-secret-value --secret-id " + ARN
                                + " --secret-string file://secret.json, with {\"C\": \"…\"} in that file."
                                + " The build needs the parameter '/shop/key', and there is none in Parameter Store. Create it:"
                                + " aws ssm put-parameter --type SecureString --name /shop/key --value file://value.txt.");
    }

    @Test
    void leavesOtherFailuresToTheirOwnWords() {
        Supplier<Secret> denied = failing(Kind.DENIED, "AccessDeniedException");
        assertThatThrownBy(() -> missing.secret("shop-build:A", denied)).isInstanceOf(RemoteCallException.class);
        assertThatThrownBy(() -> missing.parameter("/shop/key", denied)).isInstanceOf(RemoteCallException.class);
    }

    @Test
    void isSilentWhenAllIsThere() throws BuildException {
        assertThat(missing.secret("shop-build:A", () -> Secret.of("value"))).isPresent();
        missing.check();
    }

    private static Supplier<Secret> failing(Kind kind, String code) {
        return () -> {
            throw new RemoteCallException(kind, "secretsmanager:GetSecretValue", code, "It failed.", new Throwable());
        };
    }
}
