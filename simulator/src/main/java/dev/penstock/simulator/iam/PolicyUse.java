package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyUser;

/** Who a managed policy is attached to, and whom it bounds. */
final class PolicyUse {

    private final IamStore store;

    PolicyUse(IamStore store) {
        this.store = store;
    }

    void declare(Operations all) {
        all.operation("ListEntitiesForPolicy", ListEntitiesForPolicyRequest::builder, this::entities);
    }

    int attachments(String account, String arn) {
        return (int) all(account).stream()
                .filter(identity -> identity.attached().contains(arn))
                .count();
    }

    int boundaries(String account, String arn) {
        return (int) all(account).stream()
                .filter(identity -> identity.boundary().filter(arn::equals).isPresent())
                .count();
    }

    /** All identities of an account. */
    private List<Identity> all(String account) {
        List<Identity> all = new ArrayList<>();
        Arrays.stream(Identity.Kind.values()).forEach(kind -> all.addAll(store.identities(kind, account)));
        return all;
    }

    private ListEntitiesForPolicyResponse entities(Call call, ListEntitiesForPolicyRequest request) {
        String arn = IamRules.policyArn(request.policyArn());
        if (store.policy(arn).isEmpty()) {
            throw IamErrors.noSuchPolicy(arn);
        }
        boolean bounded = request.policyUsageFilter() == PolicyUsageType.PERMISSIONS_BOUNDARY;
        Predicate<Identity> uses = bounded
                ? identity -> identity.boundary().filter(arn::equals).isPresent()
                : identity -> identity.attached().contains(arn);
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<Identity> found = all(call.account()).stream()
                .filter(uses)
                .filter(identity -> identity.path().startsWith(prefix))
                .filter(identity -> wanted(request.entityFilter(), identity.kind()))
                .sorted(Comparator.comparing(Identity::key))
                .toList();
        var page = IamRules.page(found, Identity::key, request.marker(), request.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyUsers(page.items().stream()
                        .filter(i -> i.kind() == Identity.Kind.USER)
                        .map(i -> PolicyUser.builder()
                                .userName(i.name())
                                .userId(i.id())
                                .build())
                        .toList())
                .policyGroups(page.items().stream()
                        .filter(i -> i.kind() == Identity.Kind.GROUP)
                        .map(i -> PolicyGroup.builder()
                                .groupName(i.name())
                                .groupId(i.id())
                                .build())
                        .toList())
                .policyRoles(page.items().stream()
                        .filter(i -> i.kind() == Identity.Kind.ROLE)
                        .map(i -> PolicyRole.builder()
                                .roleName(i.name())
                                .roleId(i.id())
                                .build())
                        .toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private static boolean wanted(@Nullable EntityType filter, Identity.Kind kind) {
        return filter == null
                || switch (kind) {
                    case USER -> filter == EntityType.USER;
                    case GROUP -> filter == EntityType.GROUP;
                    case ROLE -> filter == EntityType.ROLE;
                };
    }
}
