package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;

/** Users and groups that get another name or path; what belongs to them goes along. */
final class Renaming {

    private final IamStore store;
    private final IdentityLookup lookup;
    private final Identities identities;

    Renaming(IamStore store, Identities identities) {
        this.store = store;
        this.lookup = new IdentityLookup(store);
        this.identities = identities;
    }

    void declare(Operations all) {
        all.operation("UpdateUser", UpdateUserRequest::builder, this::user)
                .operation("UpdateGroup", UpdateGroupRequest::builder, this::group);
    }

    private UpdateUserResponse user(Call call, UpdateUserRequest request) {
        Identity user = lookup.user(call, request.userName());
        Identity renamed = renamed(call, user, "newUserName", request.newUserName(), request.newPath(), 64);
        for (IamStore.AccessKey key : List.copyOf(store.keys().all())) {
            if (key.account().equals(user.account()) && key.user().equals(user.name())) {
                store.keys()
                        .put(
                                key.id(),
                                new IamStore.AccessKey(
                                        key.account(), renamed.name(), key.id(), key.active(), key.created()));
                identities.issueToUser(key.id(), renamed.account(), renamed.arn(), renamed.id(), key.created());
                identities.setUsable(key.id(), key.active());
            }
        }
        return UpdateUserResponse.builder().build();
    }

    private UpdateGroupResponse group(Call call, UpdateGroupRequest request) {
        Identity group = lookup.group(call, request.groupName());
        Identity renamed = renamed(call, group, "newGroupName", request.newGroupName(), request.newPath(), 128);
        for (Identity user : lookup.list(call, Identity.Kind.USER, null)) {
            if (user.groups().contains(group.name())) {
                Identity moved = user.withGroup(group.name(), false).withGroup(renamed.name(), true);
                store.identities().put(moved.key(), moved);
            }
        }
        return UpdateGroupResponse.builder().build();
    }

    private Identity renamed(
            Call call,
            Identity identity,
            String member,
            @Nullable String newName,
            @Nullable String newPath,
            int longest) {
        String name = newName == null ? identity.name() : IamRules.newName(member, newName, longest);
        Identity renamed = identity.named(name, newPath == null ? identity.path() : IamRules.path(newPath));
        if (!renamed.key().equals(identity.key())) {
            if (store.identity(identity.kind(), identity.account(), name).isPresent()) {
                throw IamErrors.exists(identity.kind().capital() + " with name " + name + " already exists.");
            }
            store.identities().remove(identity.key());
        }
        lookup.put(call, renamed);
        return renamed;
    }
}
