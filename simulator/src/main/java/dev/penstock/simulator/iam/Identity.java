package dev.penstock.simulator.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * A user, a group or a role.
 *
 * @param kind which of them
 * @param account twelve digits
 * @param name as it was given; unique in the account whatever its case
 * @param path begins and ends with a slash
 * @param id unique for ever, like {@code AROA…}
 * @param created when
 * @param inline documents of inline policies by name
 * @param attached ARNs of managed policies, in the order in which they were attached
 * @param boundary ARN of the permissions boundary
 * @param tags in the order in which they were given
 * @param groups names of a user's groups
 * @param role what only roles have
 */
record Identity(
        Kind kind,
        String account,
        String name,
        String path,
        String id,
        Instant created,
        Map<String, String> inline,
        List<String> attached,
        Optional<String> boundary,
        List<Tag> tags,
        List<String> groups,
        Optional<RolePart> role) {

    /** The three kinds of identities. */
    enum Kind {
        USER("user", "User", "AIDA"),
        GROUP("group", "Group", "AGPA"),
        ROLE("role", "Role", "AROA");

        private final String spoken;
        private final String capital;
        private final String idPrefix;

        Kind(String spoken, String capital, String idPrefix) {
            this.spoken = spoken;
            this.capital = capital;
            this.idPrefix = idPrefix;
        }

        String spoken() {
            return spoken;
        }

        String capital() {
            return capital;
        }

        String idPrefix() {
            return idPrefix;
        }
    }

    /**
     * What only roles have.
     *
     * @param trust the document that says who may assume it
     * @param description may be empty
     * @param maxSessionDuration seconds
     * @param linkedService of a service-linked role; else empty
     */
    record RolePart(String trust, String description, int maxSessionDuration, String linkedService) {

        RolePart withTrust(String document) {
            return new RolePart(document, description, maxSessionDuration, linkedService);
        }
    }

    Identity {
        inline = Map.copyOf(inline);
        attached = List.copyOf(attached);
        tags = List.copyOf(tags);
        groups = List.copyOf(groups);
    }

    static String key(Kind kind, String account, String name) {
        return kind.spoken() + "/" + account + "/" + name.toLowerCase(Locale.ROOT);
    }

    String key() {
        return key(kind, account, name);
    }

    String arn() {
        return "arn:aws:iam::" + account + ":" + kind.spoken() + path + name;
    }

    boolean isServiceLinked() {
        return role.filter(part -> !part.linkedService().isEmpty()).isPresent();
    }

    /** The part of a role; only to be asked of roles. */
    RolePart rolePart() {
        return role.orElseThrow();
    }

    Identity withInline(String policy, Optional<String> document) {
        Map<String, String> all = new TreeMap<>(inline);
        document.ifPresentOrElse(text -> all.put(policy, text), () -> all.remove(policy));
        return new Identity(kind, account, name, path, id, created, all, attached, boundary, tags, groups, role);
    }

    Identity withAttached(String policyArn, boolean there) {
        return new Identity(
                kind,
                account,
                name,
                path,
                id,
                created,
                inline,
                with(attached, policyArn, there),
                boundary,
                tags,
                groups,
                role);
    }

    Identity withBoundary(Optional<String> policyArn) {
        return new Identity(kind, account, name, path, id, created, inline, attached, policyArn, tags, groups, role);
    }

    Identity withTags(List<Tag> all) {
        return new Identity(kind, account, name, path, id, created, inline, attached, boundary, all, groups, role);
    }

    Identity withGroup(String group, boolean there) {
        return new Identity(
                kind,
                account,
                name,
                path,
                id,
                created,
                inline,
                attached,
                boundary,
                tags,
                with(groups, group, there),
                role);
    }

    Identity withRole(RolePart part) {
        return new Identity(
                kind, account, name, path, id, created, inline, attached, boundary, tags, groups, Optional.of(part));
    }

    Identity named(String newName, String newPath) {
        return new Identity(
                kind, account, newName, newPath, id, created, inline, attached, boundary, tags, groups, role);
    }

    private static List<String> with(List<String> all, String one, boolean there) {
        List<String> changed = new ArrayList<>(all);
        changed.remove(one);
        if (there) {
            changed.add(one);
        }
        return changed;
    }
}
