package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.ssm.ReferencedSecrets;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyRequest;

/** Secrets Manager as a service. Rotation and replication are not simulated. Source: Secrets Manager API Reference. */
public final class SecretsManager implements ReferencedSecrets {

    private final Secrets secrets;
    private final Ids ids;
    private final SecretWriting writing;
    private final SecretReading reading;
    private final SecretDeletion deletion;
    private final SecretPolicies policies;

    public SecretsManager(Store store, Calendar calendar, Ids ids, Tags tags) {
        this.secrets = new Secrets(store);
        this.ids = ids;
        this.writing = new SecretWriting(secrets, tags, ids);
        this.reading = new SecretReading(secrets, tags);
        this.deletion = new SecretDeletion(secrets, tags, calendar, ids);
        this.policies = new SecretPolicies(secrets, tags);
    }

    /** The policy of a secret. */
    public Optional<String> policyOf(String arn) {
        return secrets.byArn(arn).flatMap(StoredSecret::policy);
    }

    /** The whole ARN of a secret that was named without its last six characters. */
    public Optional<String> arnOf(String asked) {
        return secrets.byArn(asked).map(StoredSecret::arn);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "secretsmanager", new ServiceDefinition.Protocol.Json("secretsmanager", "Message"), this::declare);
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("CreateSecret", CreateSecretRequest::builder, writing::create)
                .operation("PutSecretValue", PutSecretValueRequest::builder, writing::putValue)
                .operation("UpdateSecret", UpdateSecretRequest::builder, writing::update)
                .operation("UpdateSecretVersionStage", UpdateSecretVersionStageRequest::builder, writing::updateStage)
                .operation("RotateSecret", RotateSecretRequest::builder, writing::rotate)
                .operation("GetSecretValue", GetSecretValueRequest::builder, reading::getValue)
                .operation("BatchGetSecretValue", BatchGetSecretValueRequest::builder, reading::getValues)
                .operation("DescribeSecret", DescribeSecretRequest::builder, reading::describe)
                .operation("ListSecrets", ListSecretsRequest::builder, reading::list)
                .operation("ListSecretVersionIds", ListSecretVersionIdsRequest::builder, reading::listVersions)
                .operation("DeleteSecret", DeleteSecretRequest::builder, deletion::delete)
                .operation("RestoreSecret", RestoreSecretRequest::builder, deletion::restore)
                .operation("TagResource", TagResourceRequest::builder, policies::tag)
                .operation("UntagResource", UntagResourceRequest::builder, policies::untag)
                .operation("PutResourcePolicy", PutResourcePolicyRequest::builder, policies::put)
                .operation("GetResourcePolicy", GetResourcePolicyRequest::builder, policies::get)
                .operation("DeleteResourcePolicy", DeleteResourcePolicyRequest::builder, policies::delete)
                .operation("ValidateResourcePolicy", ValidateResourcePolicyRequest::builder, policies::validate)
                .operation(
                        "GetRandomPassword",
                        GetRandomPasswordRequest::builder,
                        (call, request) -> GetRandomPasswordResponse.builder()
                                .randomPassword(RandomPassword.of(request, ids))
                                .build());
    }

    @Override
    public Optional<Referenced> current(String account, String region, String secretId) {
        return secrets.find(account, region, secretId)
                .filter(s -> s.deletedOn().isEmpty())
                .flatMap(s -> s.staged(StoredSecret.CURRENT)
                        .flatMap(v -> v.text()
                                .map(text ->
                                        new Referenced(s.arn(), s.name(), v.id(), v.stages(), v.created(), text))));
    }

    /** The text of a version; empty when there is no such secret or version, or it is binary. Inside transactions. */
    Optional<String> text(String account, String region, String secretId, String stage, String versionId) {
        return secrets.find(account, region, secretId)
                .filter(s -> s.deletedOn().isEmpty())
                .flatMap(s -> versionId.isEmpty()
                        ? s.staged(stage.isEmpty() ? StoredSecret.CURRENT : stage)
                        : s.version(versionId)
                                .filter(v -> stage.isEmpty() || v.stages().contains(stage)))
                .flatMap(StoredSecret.Version::text);
    }
}
