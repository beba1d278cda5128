package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** Access keys of users. Whoever signs with one is the user from then on. */
final class AccessKeys {

    private static final int MOST_KEYS_OF_USER = 2;

    private final IamStore store;
    private final IdentityLookup lookup;
    private final Identities identities;
    private final Ids ids;

    AccessKeys(IamStore store, Identities identities, Ids ids) {
        this.store = store;
        this.lookup = new IdentityLookup(store);
        this.identities = identities;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateAccessKey", CreateAccessKeyRequest::builder, this::create)
                .operation("ListAccessKeys", ListAccessKeysRequest::builder, this::list)
                .operation("UpdateAccessKey", UpdateAccessKeyRequest::builder, this::update)
                .operation("DeleteAccessKey", DeleteAccessKeyRequest::builder, this::delete);
    }

    private CreateAccessKeyResponse create(Call call, CreateAccessKeyRequest request) {
        Identity user = lookup.userOrCaller(call, request.userName());
        if (of(user).size() >= MOST_KEYS_OF_USER) {
            throw IamErrors.limit("Cannot exceed quota for AccessKeysPerUser: " + MOST_KEYS_OF_USER);
        }
        IamStore.AccessKey key = new IamStore.AccessKey(
                user.account(),
                user.name(),
                "AKIA" + ids.key(16),
                true,
                call.now().truncatedTo(ChronoUnit.SECONDS));
        String secret = ids.word(40);
        store.keys().put(key.id(), key);
        identities.issueToUser(key.id(), user.account(), user.arn(), user.id(), call.now());
        call.effect(user.arn());
        return CreateAccessKeyResponse.builder()
                .accessKey(k -> k.userName(user.name())
                        .accessKeyId(key.id())
                        .status(StatusType.ACTIVE)
                        .secretAccessKey(secret)
                        .createDate(key.created()))
                .build();
    }

    private ListAccessKeysResponse list(Call call, ListAccessKeysRequest request) {
        Identity user = lookup.userOrCaller(call, request.userName());
        Page<IamStore.AccessKey> page =
                IamRules.page(of(user), IamStore.AccessKey::id, request.marker(), request.maxItems());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items().stream()
                        .map(key -> AccessKeyMetadata.builder()
                                .userName(key.user())
                                .accessKeyId(key.id())
                                .status(key.active() ? StatusType.ACTIVE : StatusType.INACTIVE)
                                .createDate(key.created())
                                .build())
                        .toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private UpdateAccessKeyResponse update(Call call, UpdateAccessKeyRequest request) {
        IamStore.AccessKey key = key(call, request.userName(), request.accessKeyId());
        if (request.status() != StatusType.ACTIVE && request.status() != StatusType.INACTIVE) {
            throw IamErrors.constraint("status", "satisfy enum value set");
        }
        boolean active = request.status() == StatusType.ACTIVE;
        store.keys().put(key.id(), new IamStore.AccessKey(key.account(), key.user(), key.id(), active, key.created()));
        identities.setUsable(key.id(), active);
        call.effect(key.id());
        return UpdateAccessKeyResponse.builder().build();
    }

    private DeleteAccessKeyResponse delete(Call call, DeleteAccessKeyRequest request) {
        IamStore.AccessKey key = key(call, request.userName(), request.accessKeyId());
        store.keys().remove(key.id());
        identities.setUsable(key.id(), false);
        call.effect(key.id());
        return DeleteAccessKeyResponse.builder().build();
    }

    private IamStore.AccessKey key(Call call, @Nullable String userName, @Nullable String accessKeyId) {
        Identity user = lookup.userOrCaller(call, userName);
        String id = IamRules.required("accessKeyId", accessKeyId);
        return store.keys()
                .get(id)
                .filter(key ->
                        key.account().equals(user.account()) && key.user().equals(user.name()))
                .orElseThrow(() -> IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found."));
    }

    private List<IamStore.AccessKey> of(Identity user) {
        return store.keys().all().stream()
                .filter(key ->
                        key.account().equals(user.account()) && key.user().equals(user.name()))
                .toList();
    }
}
