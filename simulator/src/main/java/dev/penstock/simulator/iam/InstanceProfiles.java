package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;

/** Instance profiles, through which EC2 instances get a role. */
final class InstanceProfiles {

    private final IamStore store;
    private final IdentityLookup identities;
    private final Ids ids;

    InstanceProfiles(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateInstanceProfile", CreateInstanceProfileRequest::builder, this::create)
                .operation("GetInstanceProfile", GetInstanceProfileRequest::builder, this::get)
                .operation("ListInstanceProfiles", ListInstanceProfilesRequest::builder, this::list)
                .operation("ListInstanceProfilesForRole", ListInstanceProfilesForRoleRequest::builder, this::ofRole)
                .operation("DeleteInstanceProfile", DeleteInstanceProfileRequest::builder, this::delete)
                .operation("AddRoleToInstanceProfile", AddRoleToInstanceProfileRequest::builder, this::add)
                .operation("RemoveRoleFromInstanceProfile", RemoveRoleFromInstanceProfileRequest::builder, this::remove)
                .operation("TagInstanceProfile", TagInstanceProfileRequest::builder, this::tag)
                .operation("UntagInstanceProfile", UntagInstanceProfileRequest::builder, this::untag)
                .operation("ListInstanceProfileTags", ListInstanceProfileTagsRequest::builder, this::tags);
    }

    private CreateInstanceProfileResponse create(Call call, CreateInstanceProfileRequest request) {
        String name = IamRules.newName("instanceProfileName", request.instanceProfileName(), 128);
        String path = IamRules.path(request.path());
        if (store.profiles().has(key(call, name))) {
            throw IamErrors.exists("Instance Profile " + name + " already exists.");
        }
        IamStore.Profile profile = new IamStore.Profile(
                call.account(),
                name,
                path,
                "AIPA" + ids.key(17),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                IamRules.tagged(List.of(), request.tags()));
        put(call, profile);
        return CreateInstanceProfileResponse.builder()
                .instanceProfile(model(profile))
                .build();
    }

    private GetInstanceProfileResponse get(Call call, GetInstanceProfileRequest request) {
        return GetInstanceProfileResponse.builder()
                .instanceProfile(model(profile(call, request.instanceProfileName())))
                .build();
    }

    private ListInstanceProfilesResponse list(Call call, ListInstanceProfilesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<IamStore.Profile> all = store.profiles().under(call.account() + "/").values().stream()
                .filter(profile -> profile.path().startsWith(prefix))
                .toList();
        Page<IamStore.Profile> page =
                IamRules.page(all, profile -> key(call, profile.name()), request.marker(), request.maxItems());
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(page.items().stream().map(this::listed).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private ListInstanceProfilesForRoleResponse ofRole(Call call, ListInstanceProfilesForRoleRequest request) {
        Identity role = identities.role(call, request.roleName());
        List<IamStore.Profile> all = store.profiles().under(call.account() + "/").values().stream()
                .filter(profile -> profile.role().filter(role.name()::equals).isPresent())
                .toList();
        Page<IamStore.Profile> page =
                IamRules.page(all, profile -> key(call, profile.name()), request.marker(), request.maxItems());
        return ListInstanceProfilesForRoleResponse.builder()
                .instanceProfiles(page.items().stream().map(this::listed).toList())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private DeleteInstanceProfileResponse delete(Call call, DeleteInstanceProfileRequest request) {
        IamStore.Profile profile = profile(call, request.instanceProfileName());
        if (profile.role().isPresent()) {
            throw IamErrors.conflict("Cannot delete entity, must remove roles from instance profile first.");
        }
        store.profiles().remove(key(call, profile.name()));
        call.effect(profile.arn());
        return DeleteInstanceProfileResponse.builder().build();
    }

    private AddRoleToInstanceProfileResponse add(Call call, AddRoleToInstanceProfileRequest request) {
        IamStore.Profile profile = profile(call, request.instanceProfileName());
        Identity role = identities.ownRole(call, request.roleName());
        if (profile.role().isPresent()) {
            throw IamErrors.limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
        }
        put(call, profile.withRole(Optional.of(role.name())));
        return AddRoleToInstanceProfileResponse.builder().build();
    }

    private RemoveRoleFromInstanceProfileResponse remove(Call call, RemoveRoleFromInstanceProfileRequest request) {
        IamStore.Profile profile = profile(call, request.instanceProfileName());
        Identity role = identities.role(call, request.roleName());
        if (profile.role().filter(role.name()::equals).isEmpty()) {
            throw IamErrors.noSuch(Identity.Kind.ROLE, role.name());
        }
        put(call, profile.withRole(Optional.empty()));
        return RemoveRoleFromInstanceProfileResponse.builder().build();
    }

    private TagInstanceProfileResponse tag(Call call, TagInstanceProfileRequest request) {
        IamStore.Profile profile = profile(call, request.instanceProfileName());
        put(call, profile.withTags(IamRules.tagged(profile.tags(), request.tags())));
        return TagInstanceProfileResponse.builder().build();
    }

    private UntagInstanceProfileResponse untag(Call call, UntagInstanceProfileRequest request) {
        IamStore.Profile profile = profile(call, request.instanceProfileName());
        put(call, profile.withTags(IamRules.untagged(profile.tags(), request.tagKeys())));
        return UntagInstanceProfileResponse.builder().build();
    }

    private ListInstanceProfileTagsResponse tags(Call call, ListInstanceProfileTagsRequest request) {
        Page<Tag> page = IamRules.tags(
                profile(call, request.instanceProfileName()).tags(), request.marker(), request.maxItems());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private IamStore.Profile profile(Call call, @Nullable String given) {
        String name = IamRules.name("instanceProfileName", given, 128);
        return store.profiles()
                .get(key(call, name))
                .orElseThrow(() -> IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found."));
    }

    private InstanceProfile model(IamStore.Profile profile) {
        return IamModels.profile(
                profile, profile.role().flatMap(name -> store.identity(Identity.Kind.ROLE, profile.account(), name)));
    }

    private InstanceProfile listed(IamStore.Profile profile) {
        return model(profile).toBuilder().tags((List<Tag>) null).build();
    }

    private void put(Call call, IamStore.Profile profile) {
        store.profiles().put(key(call, profile.name()), profile);
        call.effect(profile.arn());
    }

    private static String key(Call call, String name) {
        return call.account() + "/" + name.toLowerCase(Locale.ROOT);
    }
}
