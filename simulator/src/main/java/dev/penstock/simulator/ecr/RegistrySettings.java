package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecr.model.BatchGetRepositoryScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetRepositoryScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryResponse;
import software.amazon.awssdk.services.ecr.model.GetRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetRegistryScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.GetRegistryScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutRegistryPolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutRegistryPolicyResponse;
import software.amazon.awssdk.services.ecr.model.PutRegistryScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutRegistryScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutReplicationConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutReplicationConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.RegistryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ReplicationConfiguration;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfigurationFailure;

/** Settings of an account's registry in a region. Nothing is replicated: rules that ask for it are refused. */
final class RegistrySettings {

    record Policy(String document) {}

    private final Repositories repositories;
    private final Table<Policy> policies;
    private final ScanningRules scanning;

    RegistrySettings(Repositories repositories, Store store, ScanningRules scanning) {
        this.repositories = repositories;
        this.policies = store.table("ecr.registryPolicies", Policy.class);
        this.scanning = scanning;
    }

    void declare(Operations all) {
        all.operation("DescribeRegistry", DescribeRegistryRequest::builder, this::describe)
                .operation("PutReplicationConfiguration", PutReplicationConfigurationRequest::builder, this::replicate)
                .operation("PutRegistryPolicy", PutRegistryPolicyRequest::builder, this::putPolicy)
                .operation("GetRegistryPolicy", GetRegistryPolicyRequest::builder, this::getPolicy)
                .operation("DeleteRegistryPolicy", DeleteRegistryPolicyRequest::builder, this::deletePolicy)
                .operation(
                        "PutRegistryScanningConfiguration",
                        PutRegistryScanningConfigurationRequest::builder,
                        this::putScanning)
                .operation(
                        "GetRegistryScanningConfiguration",
                        GetRegistryScanningConfigurationRequest::builder,
                        this::getScanning)
                .operation(
                        "BatchGetRepositoryScanningConfiguration",
                        BatchGetRepositoryScanningConfigurationRequest::builder,
                        this::batchGet);
    }

    private DescribeRegistryResponse describe(Call call, DescribeRegistryRequest request) {
        return DescribeRegistryResponse.builder()
                .registryId(call.account())
                .replicationConfiguration(
                        ReplicationConfiguration.builder().rules(List.of()).build())
                .build();
    }

    private PutReplicationConfigurationResponse replicate(Call call, PutReplicationConfigurationRequest request) {
        ReplicationConfiguration asked = request.replicationConfiguration();
        if (asked != null && !asked.rules().isEmpty()) {
            throw ServiceError.notSimulated("ecr: replication between registries", "registries without replication");
        }
        return PutReplicationConfigurationResponse.builder()
                .replicationConfiguration(
                        ReplicationConfiguration.builder().rules(List.of()).build())
                .build();
    }

    private PutRegistryPolicyResponse putPolicy(Call call, PutRegistryPolicyRequest request) {
        String text = request.policyText() == null ? "" : request.policyText();
        if (!text.trim().startsWith("{")) {
            throw RepositorySettings.invalid("PolicyText", "Invalid registry policy provided");
        }
        policies.put(key(call), new Policy(text));
        call.effect(call.caller().arn("ecr", "registry"));
        return PutRegistryPolicyResponse.builder()
                .registryId(call.account())
                .policyText(text)
                .build();
    }

    private GetRegistryPolicyResponse getPolicy(Call call, GetRegistryPolicyRequest request) {
        return GetRegistryPolicyResponse.builder()
                .registryId(call.account())
                .policyText(policy(call).document())
                .build();
    }

    private DeleteRegistryPolicyResponse deletePolicy(Call call, DeleteRegistryPolicyRequest request) {
        Policy policy = policy(call);
        policies.remove(key(call));
        call.effect(call.caller().arn("ecr", "registry"));
        return DeleteRegistryPolicyResponse.builder()
                .registryId(call.account())
                .policyText(policy.document())
                .build();
    }

    private Policy policy(Call call) {
        return policies.get(key(call))
                .orElseThrow(() -> ServiceError.client(
                        "RegistryPolicyNotFoundException",
                        "Registry policy does not exist in the registry with id '" + call.account() + "'"));
    }

    private PutRegistryScanningConfigurationResponse putScanning(
            Call call, PutRegistryScanningConfigurationRequest request) {
        if ("ENHANCED".equals(request.scanTypeAsString())) {
            throw ServiceError.notSimulated("ecr: enhanced scanning", "basic scanning");
        }
        RegistryScanningConfiguration configuration = RegistryScanningConfiguration.builder()
                .scanType("BASIC")
                .rules(request.rules())
                .build();
        scanning.put(call, configuration);
        call.effect(call.caller().arn("ecr", "registry"));
        return PutRegistryScanningConfigurationResponse.builder()
                .registryScanningConfiguration(configuration)
                .build();
    }

    private GetRegistryScanningConfigurationResponse getScanning(
            Call call, GetRegistryScanningConfigurationRequest request) {
        return GetRegistryScanningConfigurationResponse.builder()
                .registryId(call.account())
                .scanningConfiguration(scanning.get(call))
                .build();
    }

    private BatchGetRepositoryScanningConfigurationResponse batchGet(
            Call call, BatchGetRepositoryScanningConfigurationRequest request) {
        List<RepositoryScanningConfiguration> found = new ArrayList<>();
        List<RepositoryScanningConfigurationFailure> failures = new ArrayList<>();
        for (String asked : request.repositoryNames()) {
            RepositoryName name = RepositoryName.of(call.caller(), asked);
            Repository repository = repositories
                    .table()
                    .get(name.key())
                    .map(Repositories.Row::repository)
                    .orElse(null);
            if (repository == null) {
                failures.add(RepositoryScanningConfigurationFailure.builder()
                        .repositoryName(asked)
                        .failureCode("REPOSITORY_NOT_FOUND")
                        .failureReason("REPOSITORY_NOT_FOUND")
                        .build());
                continue;
            }
            boolean onPush = scanning.onPush(name, repository);
            found.add(RepositoryScanningConfiguration.builder()
                    .repositoryArn(name.arn())
                    .repositoryName(asked)
                    .scanOnPush(onPush)
                    .scanFrequency(onPush ? "SCAN_ON_PUSH" : "MANUAL")
                    .appliedScanFilters(scanning.applied(name))
                    .build());
        }
        return BatchGetRepositoryScanningConfigurationResponse.builder()
                .scanningConfigurations(found)
                .failures(failures)
                .build();
    }

    private static String key(Call call) {
        return call.account() + "/" + call.region();
    }
}
