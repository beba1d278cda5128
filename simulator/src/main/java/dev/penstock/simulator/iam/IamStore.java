package dev.penstock.simulator.iam;

import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * What IAM keeps, of all accounts.
 *
 * <p>AWS says that changes are visible everywhere "usually within seconds". With a delay, changes to identities and
 * policies count for access only that much later; IAM's own answers show them at once.
 */
public final class IamStore {

    /** An identity as it was. */
    record PendingIdentity(Optional<Identity> before) {}

    /** A managed policy as it was. */
    record PendingPolicy(Optional<ManagedPolicy> before) {}

    /**
     * An instance profile.
     *
     * @param role name of the role that is in it
     */
    record Profile(
            String account,
            String name,
            String path,
            String id,
            Instant created,
            Optional<String> role,
            List<Tag> tags) {

        Profile {
            tags = List.copyOf(tags);
        }

        String arn() {
            return "arn:aws:iam::" + account + ":instance-profile" + path + name;
        }

        Profile withRole(Optional<String> other) {
            return new Profile(account, name, path, id, created, other, tags);
        }

        Profile withTags(List<Tag> all) {
            return new Profile(account, name, path, id, created, role, all);
        }
    }

    /** An access key of a user. */
    record AccessKey(String account, String user, String id, boolean active, Instant created) {}

    /**
     * A user name and password for one service.
     *
     * @param number counts those of a user and service, from 0
     */
    record ServiceCredential(
            String id, String account, String user, String service, int number, boolean active, Instant created) {

        ServiceCredential withActive(boolean now) {
            return new ServiceCredential(id, account, user, service, number, now, created);
        }

        String serviceUserName() {
            return user + (number == 0 ? "" : "+" + number) + "-at-" + account;
        }
    }

    /** What an account calls itself. */
    record Alias(String name) {}

    /** A role as versions before the other kinds of identities kept it. */
    record EarlierRole(Role role) {}

    private final Propagating<Identity, PendingIdentity> identities;
    private final Propagating<ManagedPolicy, PendingPolicy> policies;
    private final Table<Profile> profiles;
    private final Table<AccessKey> keys;
    private final Table<ServiceCredential> serviceCredentials;
    private final Table<Alias> aliases;
    private final Table<EarlierRole> earlier;

    /**
     * @param clock the simulated time
     * @param propagation how much later changes count for access; zero for at once
     */
    public IamStore(Store store, Calendar calendar, Supplier<Instant> clock, Duration propagation) {
        identities = new Propagating<>(
                store,
                calendar,
                clock,
                propagation,
                "iam.identities",
                Identity.class,
                PendingIdentity.class,
                PendingIdentity::new,
                PendingIdentity::before);
        policies = new Propagating<>(
                store,
                calendar,
                clock,
                propagation,
                "iam.policies",
                ManagedPolicy.class,
                PendingPolicy.class,
                PendingPolicy::new,
                PendingPolicy::before);
        profiles = store.table("iam.profiles", Profile.class);
        keys = store.table("iam.keys", AccessKey.class);
        serviceCredentials = store.table("iam.serviceCredentials", ServiceCredential.class);
        aliases = store.table("iam.aliases", Alias.class);
        earlier = store.table("iam.roles", EarlierRole.class);
    }

    /** Takes over what an earlier version kept. Called once, in a transaction, before anybody else. */
    public void adopt() {
        for (EarlierRole kept : List.copyOf(earlier.all())) {
            Role role = kept.role();
            String account = role.arn().split(":", -1)[4];
            String trust = URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8);
            Identity identity = new Identity(
                    Identity.Kind.ROLE,
                    account,
                    role.roleName(),
                    role.path(),
                    role.roleId(),
                    role.createDate(),
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    role.tags(),
                    List.of(),
                    Optional.of(new Identity.RolePart(
                            trust,
                            role.description() == null ? "" : role.description(),
                            role.maxSessionDuration(),
                            "")));
            identities.latest().put(identity.key(), identity);
            earlier.remove(account + "/" + role.roleName());
        }
    }

    Propagating<Identity, PendingIdentity> identities() {
        return identities;
    }

    Propagating<ManagedPolicy, PendingPolicy> policies() {
        return policies;
    }

    Table<Profile> profiles() {
        return profiles;
    }

    Table<AccessKey> keys() {
        return keys;
    }

    Table<ServiceCredential> serviceCredentials() {
        return serviceCredentials;
    }

    Table<Alias> aliases() {
        return aliases;
    }

    Collection<Identity> identities(Identity.Kind kind, String account) {
        return identities.latest().under(Identity.key(kind, account, "")).values();
    }

    Collection<ManagedPolicy> policies(String account) {
        return policies.latest().under("arn:aws:iam::" + account + ":policy/").values();
    }

    Optional<Identity> identity(Identity.Kind kind, String account, String name) {
        return identities.latest().get(Identity.key(kind, account, name));
    }

    /** The user, group or role of an ARN, as far as access is concerned. */
    Optional<Identity> effective(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[2].equals("iam")) {
            return Optional.empty();
        }
        for (Identity.Kind kind : Identity.Kind.values()) {
            if (parts[5].startsWith(kind.spoken() + "/")) {
                String name = parts[5].substring(parts[5].lastIndexOf('/') + 1);
                return identities
                        .effective(Identity.key(kind, parts[4], name))
                        .filter(identity -> identity.arn().equals(arn));
            }
        }
        return Optional.empty();
    }

    /** A managed policy of an account's or of AWS's, with its latest change. */
    Optional<ManagedPolicy> policy(String arn) {
        return policies.latest().get(arn).or(() -> AwsManagedPolicies.find(arn));
    }

    /** A managed policy as far as access is concerned. */
    Optional<ManagedPolicy> effectivePolicy(String arn) {
        return policies.effective(arn).or(() -> AwsManagedPolicies.find(arn));
    }
}
