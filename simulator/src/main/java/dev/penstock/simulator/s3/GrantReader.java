package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;
import software.amazon.awssdk.services.s3.model.Permission;

/** Reads access control lists in their three forms: canned, by headers, as a document. */
final class GrantReader {

    private static final String GLOBAL = "http://acs.amazonaws.com/groups/global/";
    static final String ALL_USERS = GLOBAL + "AllUsers";
    static final String AUTHENTICATED_USERS = GLOBAL + "AuthenticatedUsers";
    private static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    private static final Set<String> GROUPS = Set.of(ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY);
    private static final Set<String> CANNED = Set.of(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "log-delivery-write");
    private static final Map<String, String> HEADERS = headers();
    private static final Pattern GRANTEE = Pattern.compile("\\s*(id|uri|emailAddress)\\s*=\\s*\"?([^\"]*)\"?\\s*");

    private GrantReader() {}

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-grant-full-control", "FULL_CONTROL");
        headers.put("x-amz-grant-read", "READ");
        headers.put("x-amz-grant-read-acp", "READ_ACP");
        headers.put("x-amz-grant-write", "WRITE");
        headers.put("x-amz-grant-write-acp", "WRITE_ACP");
        return headers;
    }

    /** What the headers of a request say; empty when they say nothing. */
    static Optional<List<Grant>> byHeaders(Call call, String ownerId) {
        Optional<String> canned = call.header("x-amz-acl");
        List<Grant> grants = new ArrayList<>();
        HEADERS.forEach((header, permission) ->
                call.header(header).ifPresent(value -> grants.addAll(grantees(header, value, permission))));
        if (canned.isPresent() && !grants.isEmpty()) {
            throw S3Errors.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
        } else if (canned.isPresent()) {
            return Optional.of(canned(canned.get(), ownerId));
        }
        return grants.isEmpty() ? Optional.empty() : Optional.of(grants);
    }

    /** What a document says. */
    static List<Grant> byDocument(@Nullable AccessControlPolicy policy) {
        String owner =
                policy == null || policy.owner() == null ? null : policy.owner().id();
        if (policy == null || owner == null) {
            throw malformed();
        } else if (!isId(owner)) {
            throw S3Errors.invalidArgument("Invalid id", "CanonicalUser/ID", owner);
        }
        policy.grants().forEach(GrantReader::require);
        return policy.grants();
    }

    /** The owner's own full control, which every list starts from. */
    static Grant full(String ownerId) {
        return Grant.builder()
                .grantee(g -> g.type("CanonicalUser").id(ownerId))
                .permission(Permission.FULL_CONTROL)
                .build();
    }

    static boolean isPublic(List<Grant> grants) {
        return grants.stream()
                .map(grant -> String.valueOf(grant.grantee().uri()))
                .anyMatch(uri -> uri.equals(ALL_USERS) || uri.equals(AUTHENTICATED_USERS));
    }

    private static List<Grant> canned(String name, String ownerId) {
        if (!CANNED.contains(name)) {
            throw S3Errors.invalidArgument("", "x-amz-acl", name);
        }
        List<Grant> grants = new ArrayList<>(List.of(full(ownerId)));
        switch (name) {
            case "public-read" -> grants.add(group(ALL_USERS, "READ"));
            case "public-read-write" -> {
                grants.add(group(ALL_USERS, "READ"));
                grants.add(group(ALL_USERS, "WRITE"));
            }
            case "authenticated-read" -> grants.add(group(AUTHENTICATED_USERS, "READ"));
            case "log-delivery-write" -> {
                grants.add(group(LOG_DELIVERY, "WRITE"));
                grants.add(group(LOG_DELIVERY, "READ_ACP"));
            }
            default -> {
                // The others grant to the owner alone, as bucket and object have one owner.
            }
        }
        return grants;
    }

    private static List<Grant> grantees(String header, String value, String permission) {
        List<Grant> grants = new ArrayList<>();
        for (String text : value.split(",", -1)) {
            Matcher form = GRANTEE.matcher(text);
            if (!form.matches()) {
                throw S3Errors.invalidArgument("Argument format not recognized", header, value);
            }
            String name = form.group(2);
            if (form.group(1).equals("id")) {
                if (!isId(name)) {
                    throw S3Errors.invalidArgument("Invalid id", "id", name);
                }
                grants.add(Grant.builder()
                        .grantee(g -> g.type("CanonicalUser").id(name))
                        .permission(permission)
                        .build());
            } else if (form.group(1).equals("uri")) {
                if (!GROUPS.contains(name)) {
                    throw S3Errors.invalidArgument("Invalid group uri", "uri", name);
                }
                grants.add(group(name, permission));
            } else {
                throw unresolvable(name);
            }
        }
        return grants;
    }

    private static void require(Grant grant) {
        Grantee grantee = grant.grantee();
        Permission permission = grant.permission();
        if (grantee == null || permission == null || permission == Permission.UNKNOWN_TO_SDK_VERSION) {
            throw malformed();
        }
        switch (String.valueOf(grantee.typeAsString())) {
            case "CanonicalUser" -> {
                String id = grantee.id() == null ? "" : grantee.id();
                if (!isId(id)) {
                    throw S3Errors.invalidArgument("Invalid id", "CanonicalUser/ID", id);
                }
            }
            case "Group" -> {
                String uri = grantee.uri() == null ? "" : grantee.uri();
                if (!GROUPS.contains(uri)) {
                    throw S3Errors.invalidArgument("Invalid group uri", "Group/URI", uri);
                }
            }
            case "AmazonCustomerByEmail" -> throw unresolvable(String.valueOf(grantee.emailAddress()));
            default -> throw malformed();
        }
    }

    private static Grant group(String uri, String permission) {
        return Grant.builder()
                .grantee(g -> g.type("Group").uri(uri))
                .permission(permission)
                .build();
    }

    private static boolean isId(String id) {
        return id.matches("[0-9a-f]{64}");
    }

    private static ServiceError unresolvable(String email) {
        return new ServiceError(
                "UnresolvableGrantByEmailAddress",
                400,
                "The e-mail address you provided does not match any account on record.",
                Map.of("emailAddress", email));
    }

    private static ServiceError malformed() {
        return ServiceError.client(
                "MalformedACLError",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }
}
