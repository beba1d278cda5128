package dev.penstock.simulator.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What may stand under {@code Resource} in policies of identities. */
final class ResourceRules {

    private static final Set<String> PARTITIONS =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc");

    private static final List<String> IAM_PATHS = List.of(
            "user/",
            "federated-user/",
            "role/",
            "group/",
            "instance-profile/",
            "mfa/",
            "server-certificate/",
            "policy/",
            "sms-mfa/",
            "saml-provider/",
            "oidc-provider/",
            "report/",
            "access-report/");

    private ResourceRules() {}

    static void check(List<String> resources) {
        for (String resource : resources) {
            if (!resource.equals("*") && !resource.startsWith("${")) {
                check(resource);
            }
        }
    }

    private static void check(String resource) {
        String[] parts = resource.split(":", 6);
        if (parts.length == 1) {
            throw malformed("Resource " + resource + " must be in ARN format or \"*\".");
        }
        String partition = parts[1];
        if (!isPartition(partition) && !isOpen(partition)) {
            throw malformed("Partition \"" + partition + "\" is not valid for resource \"" + whole(resource) + "\".");
        }
        if (parts.length == 2 && !isOpen(partition)) {
            throw malformed("Resource vendor must be fully qualified and cannot contain regexes.");
        }
        String service = parts.length > 2 ? parts[2] : "*";
        boolean regional = parts.length > 3 && !parts[3].isEmpty() && !parts[3].equals("*");
        if (service.equals("iam")) {
            checkIam(resource, parts, regional);
        } else if (service.equals("s3") && regional && parts.length > 4 && parts[4].isEmpty()) {
            throw malformed("Resource " + resource + " can not contain region information.");
        }
    }

    private static void checkIam(String resource, String[] parts, boolean regional) {
        if (regional) {
            throw malformed("IAM resource " + resource + " cannot contain region information.");
        }
        String path = parts.length == 6 ? parts[5] : "*";
        if (!path.startsWith("*") && !path.equals("root") && IAM_PATHS.stream().noneMatch(path::startsWith)) {
            throw malformed(
                    "IAM resource path must either be \"*\" or start with " + String.join(", ", IAM_PATHS) + ".");
        }
    }

    static boolean isPartition(String name) {
        return PARTITIONS.contains(name);
    }

    private static boolean isOpen(String part) {
        return part.contains("*") || part.contains("?") || part.contains("${");
    }

    /** The resource as AWS completes it before it complains. */
    private static String whole(String resource) {
        List<String> parts = new ArrayList<>(Arrays.asList(resource.split(":", -1)));
        parts.set(0, "arn");
        while (parts.size() < 6) {
            parts.add("*");
        }
        return String.join(":", parts);
    }

    private static MalformedPolicyException malformed(String message) {
        return new MalformedPolicyException(message);
    }
}
