package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the identities that requests name. */
final class IdentityLookup {

    private final IamStore store;

    IdentityLookup(IamStore store) {
        this.store = store;
    }

    Identity user(Call call, @Nullable String name) {
        return get(call, Identity.Kind.USER, name);
    }

    /** The user of a request, or the one who makes it when none is named. */
    Identity userOrCaller(Call call, @Nullable String name) {
        String principal = call.caller().principal();
        boolean itself = name == null && principal.contains(":user/");
        return user(call, itself ? principal.substring(principal.lastIndexOf('/') + 1) : name);
    }

    Identity group(Call call, @Nullable String name) {
        return get(call, Identity.Kind.GROUP, name);
    }

    Identity role(Call call, @Nullable String name) {
        return get(call, Identity.Kind.ROLE, name);
    }

    /** A role that is not AWS's own. */
    Identity ownRole(Call call, @Nullable String name) {
        Identity role = role(call, name);
        if (role.isServiceLinked()) {
            throw IamErrors.isProtected(role);
        }
        return role;
    }

    private Identity get(Call call, Identity.Kind kind, @Nullable String given) {
        String name = IamRules.name(kind.spoken() + "Name", given, 128);
        return store.identity(kind, call.account(), name).orElseThrow(() -> IamErrors.noSuch(kind, name));
    }

    /** Identities of an account below a path, in the order of their names. */
    List<Identity> list(Call call, Identity.Kind kind, @Nullable String pathPrefix) {
        String prefix = pathPrefix == null ? "/" : pathPrefix;
        return store.identities(kind, call.account()).stream()
                .filter(identity -> identity.path().startsWith(prefix))
                .toList();
    }

    /** Keeps an identity that a call made or changed. */
    void put(Call call, Identity identity) {
        put(call, identity, identity.arn());
    }

    /** Keeps an identity that a call changed, whose effect is on something else, like on the group of a user. */
    void put(Call call, Identity identity, String effect) {
        store.identities().put(identity.key(), identity);
        call.effect(effect);
    }

    /** Takes an identity away that has no policies any more. */
    void remove(Call call, Identity identity) {
        if (!identity.attached().isEmpty()) {
            throw IamErrors.conflict("Cannot delete entity, must detach all policies first.");
        }
        if (!identity.inline().isEmpty()) {
            throw IamErrors.conflict("Cannot delete entity, must delete policies first.");
        }
        store.identities().remove(identity.key());
        call.effect(identity.arn());
    }
}
