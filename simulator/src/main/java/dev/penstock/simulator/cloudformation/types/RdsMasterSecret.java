package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;

/**
 * The secret in which RDS keeps the password that it manages. Source: RDS User Guide, "Password management with Secrets
 * Manager".
 */
final class RdsMasterSecret {

    private static final String SERVICE = "secretsmanager";

    private RdsMasterSecret() {}

    /**
     * Makes one.
     *
     * @param kind {@code db} or {@code cluster}
     * @return its ARN
     */
    static String make(Model.Surroundings here, String kind, Properties asked) {
        Map<String, JsonValue> content = new LinkedHashMap<>();
        content.put("username", new JsonValue.Text(asked.text("MasterUsername", "admin")));
        content.put("password", new JsonValue.Text(here.ids().word(28)));
        CreateSecretRequest.Builder request = CreateSecretRequest.builder()
                .name("rds!" + kind + "-" + here.ids().uuid())
                .clientRequestToken(here.ids().uuid())
                .description("The secret associated with the primary RDS DB " + kind)
                .secretString(JsonTexts.of(new JsonValue.Structure(content)));
        asked.part("MasterUserSecret").text("KmsKeyId").ifPresent(request::kmsKeyId);
        return here.context()
                .calls()
                .call(here.context().caller(), SERVICE, request.build(), CreateSecretResponse.class)
                .arn();
    }

    /** Deletes it with its database. */
    static void forget(Model.Surroundings here, Deployed database) {
        Optional<String> secret = Properties.of(database.attributes()).text("MasterUserSecret.SecretArn");
        if (secret.isEmpty()) {
            return;
        }
        DeleteSecretRequest request = DeleteSecretRequest.builder()
                .secretId(secret.get())
                .forceDeleteWithoutRecovery(true)
                .build();
        try {
            here.context().calls().call(here.context().caller(), SERVICE, request, DeleteSecretResponse.class);
        } catch (ServiceError e) {
            if (!ServiceHandler.isGone(e)) {
                throw e;
            }
        }
    }
}
