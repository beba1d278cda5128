package dev.penstock.aws.client;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How roles are assumed ({@code AssumeRole} of STS).
 *
 * @param name the session's name, which CloudTrail shows; 2 to 64 letters, digits and {@code +=,.@_-}
 * @param tags session tags; the role must allow {@code sts:TagSession} if there are any
 * @param externalIds external id by role ARN, for roles that ask for one
 */
public record RoleSession(String name, Map<String, String> tags, Map<String, String> externalIds) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");

    /** A session named {@code penstock}, without tags. */
    public static final RoleSession DEFAULT = new RoleSession("penstock", Map.of(), Map.of());

    public RoleSession {
        tags = Map.copyOf(tags);
        externalIds = Map.copyOf(externalIds);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a role session is 2 to 64 letters, digits and +=,.@_-, got '" + name + "'");
        }
    }
}
