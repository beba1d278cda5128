package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/**
 * {@code AWS::SecretsManager::SecretTargetAttachment}: writes a database's address into the secret that has its password.
 * Ref is the secret's ARN. Source: Template Reference, and Secrets Manager User Guide, "JSON structure of secrets".
 */
final class SecretsTargetAttachment extends ServiceHandler {

    static final String TYPE = "AWS::SecretsManager::SecretTargetAttachment";
    private static final String[] WRITTEN = {
        "engine", "host", "port", "dbname", "dbInstanceIdentifier", "dbClusterIdentifier"
    };

    private final ModelledResources resources;

    /** @param resources where the databases are */
    SecretsTargetAttachment(ModelledResources resources) {
        super(TYPE, "secretsmanager");
        this.resources = resources;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        return done(attach(context, Properties.of(properties)));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        attach(context, Properties.of(after));
        return unchanged(before);
    }

    private String attach(ResourceContext context, Properties asked) {
        String type = asked.require("TargetType");
        String id = asked.require("TargetId");
        ModelledResources.Row target = resources
                .get(context.caller(), type, id)
                .orElseThrow(() -> ServiceError.client(
                        "InvalidRequest", "The target " + id + " of type " + type + " is not there."));
        Map<String, JsonValue> secret = new LinkedHashMap<>(secret(context, asked.require("SecretId")));
        Properties database = target.read();
        Properties attributes = target.attribute();
        secret.put("engine", new JsonValue.Text(engine(database.text("Engine", ""))));
        attributes.get("Endpoint.Address").ifPresent(host -> secret.put("host", host));
        attributes.number("Endpoint.Port").ifPresent(port -> secret.put("port", new JsonValue.Number(port)));
        database.get(type.endsWith("DBCluster") ? "DatabaseName" : "DBName")
                .ifPresent(name -> secret.put("dbname", name));
        secret.put(type.endsWith("DBCluster") ? "dbClusterIdentifier" : "dbInstanceIdentifier", new JsonValue.Text(id));
        return write(context, asked.require("SecretId"), secret);
    }

    private static String engine(String engine) {
        return engine.startsWith("aurora-postgres") ? "postgres" : engine.startsWith("aurora") ? "mysql" : engine;
    }

    private Map<String, JsonValue> secret(ResourceContext context, String id) {
        GetSecretValueRequest request =
                GetSecretValueRequest.builder().secretId(id).build();
        String value = call(context, request, GetSecretValueResponse.class).secretString();
        return JsonValue.parse(value == null ? "" : value)
                .filter(JsonValue.Structure.class::isInstance)
                .map(parsed -> ((JsonValue.Structure) parsed).members())
                .orElseThrow(
                        () -> ServiceError.client("InvalidRequest", "The secret " + id + " must hold a JSON object."));
    }

    private String write(ResourceContext context, String id, Map<String, JsonValue> secret) {
        UpdateSecretRequest request = UpdateSecretRequest.builder()
                .secretId(id)
                .clientRequestToken(context.token())
                .secretString(JsonTexts.of(new JsonValue.Structure(secret)))
                .build();
        return call(context, request, UpdateSecretResponse.class).arn();
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DescribeSecretRequest request =
                DescribeSecretRequest.builder().secretId(resource.physicalId()).build();
        boolean there = find(context, request, DescribeSecretResponse.class)
                .filter(secret -> secret.deletedDate() == null)
                .isPresent();
        if (there) {
            Properties rest = new Properties(secret(context, resource.physicalId())).without(WRITTEN);
            write(context, resource.physicalId(), rest.members());
        }
        return unchanged(resource);
    }
}
