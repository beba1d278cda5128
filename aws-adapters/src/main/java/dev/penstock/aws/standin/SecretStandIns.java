package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes secrets of Secrets Manager. */
final class SecretStandIns {

    private final AwsClients clients;

    SecretStandIns(AwsClients clients) {
        this.clients = clients;
    }

    boolean make(AwsScope scope, String name, Map<String, String> values) {
        ObjectNode members = JsonMapper.shared().createObjectNode();
        values.forEach(members::put);
        String text = members.toString();
        return clients.call("secretsmanager:CreateSecret", "make the secret " + name, () -> {
            SecretsManagerClient secrets = clients.secretsManager(scope, Use.CHANGE);
            try {
                String there = secrets.getSecretValue(request -> request.secretId(name))
                        .secretString();
                if (text.equals(there)) {
                    return false;
                }
                secrets.putSecretValue(request -> request.secretId(name).secretString(text));
            } catch (ResourceNotFoundException e) {
                secrets.createSecret(request -> request.name(name).secretString(text));
            }
            return true;
        });
    }
}
