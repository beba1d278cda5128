package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/** What is said of an account as a whole. */
final class AccountOperations {

    /** Source: IAM User Guide, "IAM and AWS STS quotas", and the API Reference's example of GetAccountSummary. */
    private static final Map<SummaryKeyType, Integer> QUOTAS = Map.ofEntries(
            Map.entry(SummaryKeyType.ACCESS_KEYS_PER_USER_QUOTA, 2),
            Map.entry(SummaryKeyType.ASSUME_ROLE_POLICY_SIZE_QUOTA, 2048),
            Map.entry(SummaryKeyType.ATTACHED_POLICIES_PER_GROUP_QUOTA, 10),
            Map.entry(SummaryKeyType.ATTACHED_POLICIES_PER_ROLE_QUOTA, 10),
            Map.entry(SummaryKeyType.ATTACHED_POLICIES_PER_USER_QUOTA, 10),
            Map.entry(SummaryKeyType.GLOBAL_ENDPOINT_TOKEN_VERSION, 1),
            Map.entry(SummaryKeyType.GROUP_POLICY_SIZE_QUOTA, 5120),
            Map.entry(SummaryKeyType.GROUPS_PER_USER_QUOTA, 10),
            Map.entry(SummaryKeyType.GROUPS_QUOTA, 300),
            Map.entry(SummaryKeyType.INSTANCE_PROFILES_QUOTA, 1000),
            Map.entry(SummaryKeyType.POLICIES_QUOTA, 1500),
            Map.entry(SummaryKeyType.POLICY_SIZE_QUOTA, 6144),
            Map.entry(SummaryKeyType.POLICY_VERSIONS_IN_USE_QUOTA, 10_000),
            Map.entry(SummaryKeyType.ROLE_POLICY_SIZE_QUOTA, 10_240),
            Map.entry(SummaryKeyType.ROLES_QUOTA, 1000),
            Map.entry(SummaryKeyType.SERVER_CERTIFICATES_QUOTA, 20),
            Map.entry(SummaryKeyType.SIGNING_CERTIFICATES_PER_USER_QUOTA, 2),
            Map.entry(SummaryKeyType.USER_POLICY_SIZE_QUOTA, 2048),
            Map.entry(SummaryKeyType.USERS_QUOTA, 5000),
            Map.entry(SummaryKeyType.VERSIONS_PER_POLICY_QUOTA, 5));

    /** What an account has none of here. */
    private static final List<SummaryKeyType> NONE = List.of(
            SummaryKeyType.ACCOUNT_ACCESS_KEYS_PRESENT,
            SummaryKeyType.ACCOUNT_MFA_ENABLED,
            SummaryKeyType.ACCOUNT_SIGNING_CERTIFICATES_PRESENT,
            SummaryKeyType.MFA_DEVICES,
            SummaryKeyType.MFA_DEVICES_IN_USE,
            SummaryKeyType.PROVIDERS,
            SummaryKeyType.SERVER_CERTIFICATES);

    private final IamStore store;

    AccountOperations(IamStore store) {
        this.store = store;
    }

    void declare(Operations all) {
        all.operation("GetAccountSummary", GetAccountSummaryRequest::builder, this::summary)
                .operation("CreateAccountAlias", CreateAccountAliasRequest::builder, this::createAlias)
                .operation("ListAccountAliases", ListAccountAliasesRequest::builder, this::aliases)
                .operation("DeleteAccountAlias", DeleteAccountAliasRequest::builder, this::deleteAlias);
    }

    private GetAccountSummaryResponse summary(Call call, GetAccountSummaryRequest request) {
        String account = call.account();
        Map<SummaryKeyType, Integer> counts = new EnumMap<>(SummaryKeyType.class);
        counts.put(
                SummaryKeyType.USERS,
                store.identities(Identity.Kind.USER, account).size());
        counts.put(
                SummaryKeyType.GROUPS,
                store.identities(Identity.Kind.GROUP, account).size());
        counts.put(SummaryKeyType.POLICIES, store.policies(account).size());
        counts.put(
                SummaryKeyType.POLICY_VERSIONS_IN_USE,
                store.policies(account).stream()
                        .mapToInt(p -> p.versions().size())
                        .sum());
        counts.put(
                SummaryKeyType.ROLES,
                store.identities(Identity.Kind.ROLE, account).size());
        counts.put(
                SummaryKeyType.INSTANCE_PROFILES,
                store.profiles().under(account + "/").size());
        counts.putAll(QUOTAS);
        NONE.forEach(key -> counts.put(key, 0));
        return GetAccountSummaryResponse.builder().summaryMap(counts).build();
    }

    private CreateAccountAliasResponse createAlias(Call call, CreateAccountAliasRequest request) {
        String alias = IamRules.required("accountAlias", request.accountAlias());
        if (!alias.matches("[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]")) {
            throw IamErrors.constraint(
                    "accountAlias", "satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$");
        }
        boolean taken =
                store.aliases().all().stream().anyMatch(known -> known.name().equals(alias));
        if (taken) {
            throw IamErrors.exists("The account alias " + alias + " already exists.");
        }
        store.aliases().put(call.account(), new IamStore.Alias(alias));
        call.effect(alias);
        return CreateAccountAliasResponse.builder().build();
    }

    private ListAccountAliasesResponse aliases(Call call, ListAccountAliasesRequest request) {
        List<String> aliases = store.aliases().get(call.account()).map(IamStore.Alias::name).stream()
                .toList();
        return ListAccountAliasesResponse.builder()
                .accountAliases(aliases)
                .isTruncated(false)
                .build();
    }

    private DeleteAccountAliasResponse deleteAlias(Call call, DeleteAccountAliasRequest request) {
        String alias = IamRules.required("accountAlias", request.accountAlias());
        if (store.aliases()
                .get(call.account())
                .filter(known -> known.name().equals(alias))
                .isEmpty()) {
            throw IamErrors.noSuchEntity("The account alias with name " + alias + " cannot be found.");
        }
        store.aliases().remove(call.account());
        call.effect(alias);
        return DeleteAccountAliasResponse.builder().build();
    }
}
