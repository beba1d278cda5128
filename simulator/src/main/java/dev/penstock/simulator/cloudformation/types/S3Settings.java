package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A bucket's settings in S3's own form, where CloudFormation has another. Source: Template Reference,
 * {@code AWS::S3::Bucket}; S3 API Reference.
 */
final class S3Settings {

    private S3Settings() {}

    static Properties encryption(Properties given) {
        return Properties.none()
                .with(
                        "Rules",
                        each(
                                given,
                                "ServerSideEncryptionConfiguration",
                                rule -> rule.renamed(
                                        "ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault")));
    }

    static Properties cors(Properties given) {
        return Properties.none()
                .with(
                        "CORSRules",
                        each(
                                given,
                                "CorsRules",
                                rule -> rule.renamed("ExposedHeaders", "ExposeHeaders")
                                        .renamed("MaxAge", "MaxAgeSeconds")
                                        .renamed("Id", "ID")));
    }

    static Properties website(Properties given) {
        Properties website = given;
        if (given.has("IndexDocument")) {
            website = website.with("IndexDocument", member("Suffix", given.require("IndexDocument")));
        }
        if (given.has("ErrorDocument")) {
            website = website.with("ErrorDocument", member("Key", given.require("ErrorDocument")));
        }
        return given.has("RoutingRules")
                ? website.with(
                        "RoutingRules",
                        each(
                                given,
                                "RoutingRules",
                                rule -> rule.renamed("RedirectRule", "Redirect")
                                        .renamed("RoutingRuleCondition", "Condition")))
                : website;
    }

    static Properties logging(Properties given) {
        Properties enabled =
                given.renamed("DestinationBucketName", "TargetBucket").renamed("LogFilePrefix", "TargetPrefix");
        return Properties.none()
                .with(
                        "LoggingEnabled",
                        (enabled.has("TargetPrefix") ? enabled : enabled.with("TargetPrefix", "")).structure());
    }

    static Properties notification(Properties given) {
        Properties all = Properties.none();
        if (given.has("TopicConfigurations")) {
            all = all.with(
                    "TopicConfigurations", each(given, "TopicConfigurations", one -> events(one, "Topic", "TopicArn")));
        }
        if (given.has("QueueConfigurations")) {
            all = all.with(
                    "QueueConfigurations", each(given, "QueueConfigurations", one -> events(one, "Queue", "QueueArn")));
        }
        if (given.has("LambdaConfigurations")) {
            all = all.with(
                    "LambdaFunctionConfigurations",
                    each(given, "LambdaConfigurations", one -> events(one, "Function", "LambdaFunctionArn")));
        }
        return given.part("EventBridgeConfiguration").truth("EventBridgeEnabled")
                ? all.with("EventBridgeConfiguration", Properties.none().structure())
                : all;
    }

    private static Properties events(Properties given, String from, String to) {
        Properties one = given.renamed(from, to).without("Event").with("Events", list(given.elements("Event")));
        if (!given.has("Filter")) {
            return one;
        }
        JsonValue rules = list(given.part("Filter").part("S3Key").elements("Rules"));
        Properties key = Properties.none().with("FilterRules", rules);
        return one.with("Filter", Properties.none().with("Key", key.structure()).structure());
    }

    static Properties lifecycle(Properties given) {
        return Properties.none().with("Rules", each(given, "Rules", S3Settings::lifecycleRule));
    }

    private static Properties lifecycleRule(Properties given) {
        Properties rule = given.only("Status", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration");
        if (given.has("Id")) {
            rule = rule.with("ID", given.require("Id"));
        }
        Properties expiration = given.only("ExpirationInDays", "ExpirationDate", "ExpiredObjectDeleteMarker")
                .renamed("ExpirationInDays", "Days")
                .renamed("ExpirationDate", "Date");
        if (!expiration.members().isEmpty()) {
            rule = rule.with("Expiration", expiration.structure());
        }
        if (given.has("NoncurrentVersionExpirationInDays")) {
            rule = rule.with(
                    "NoncurrentVersionExpiration",
                    member("NoncurrentDays", given.require("NoncurrentVersionExpirationInDays")));
        }
        List<JsonValue> transitions = transitions(given, "Transition", "Transitions", "Days");
        if (!transitions.isEmpty()) {
            rule = rule.with("Transitions", list(transitions));
        }
        List<JsonValue> noncurrent =
                transitions(given, "NoncurrentVersionTransition", "NoncurrentVersionTransitions", "NoncurrentDays");
        if (!noncurrent.isEmpty()) {
            rule = rule.with("NoncurrentVersionTransitions", list(noncurrent));
        }
        return rule.with("Filter", lifecycleFilter(given).structure());
    }

    private static List<JsonValue> transitions(Properties given, String one, String many, String days) {
        List<JsonValue> all = new ArrayList<>();
        List<Properties> transitions = new ArrayList<>(given.parts(many));
        if (given.has(one)) {
            transitions.add(given.part(one));
        }
        for (Properties transition : transitions) {
            Properties renamed = transition.renamed("TransitionInDays", days).renamed("TransitionDate", "Date");
            boolean old = renamed.text("StorageClass", "").equals("Glacier");
            all.add((old ? renamed.with("StorageClass", "GLACIER") : renamed).structure());
        }
        return all;
    }

    /** One condition stands alone, several are in an And. */
    private static Properties lifecycleFilter(Properties given) {
        Properties filter = given.only("Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan");
        List<JsonValue> tags = given.elements("TagFilters");
        if (filter.members().size() + tags.size() > 1) {
            Properties and = tags.isEmpty() ? filter : filter.with("Tags", list(tags));
            return Properties.none().with("And", and.structure());
        }
        return tags.isEmpty()
                ? (filter.members().isEmpty() ? Properties.none().with("Prefix", "") : filter)
                : filter.with("Tag", tags.get(0));
    }

    static Properties replication(Properties given) {
        return given.with("Rules", each(given, "Rules", rule -> {
            Properties all = rule.renamed("Id", "ID");
            return rule.has("Filter")
                    ? all.with("Filter", replicationFilter(rule.part("Filter")).structure())
                    : all;
        }));
    }

    private static Properties replicationFilter(Properties given) {
        Properties filter = given.renamed("TagFilter", "Tag");
        return given.has("And")
                ? filter.with(
                        "And", given.part("And").renamed("TagFilters", "Tags").structure())
                : filter;
    }

    /** CloudFormation's canned ACLs are words, S3's have dashes. */
    static String acl(String name) {
        StringBuilder acl = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter) && i > 0) {
                acl.append('-');
            }
            acl.append(Character.toLowerCase(letter));
        }
        return acl.toString();
    }

    /** Settings that S3 has and the simulated S3 answers as not simulated. */
    static final Set<String> NOT_SIMULATED = Set.of(
            "AnalyticsConfigurations",
            "IntelligentTieringConfigurations",
            "InventoryConfigurations",
            "MetricsConfigurations",
            "MetadataConfiguration",
            "MetadataTableConfiguration",
            "AbacStatus",
            "BucketNamePrefix",
            "BucketNamespace");

    private static JsonValue member(String name, String value) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put(name, new JsonValue.Text(value));
        return new JsonValue.Structure(members);
    }

    private static JsonValue.Array list(List<JsonValue> elements) {
        return new JsonValue.Array(elements);
    }

    private static JsonValue.Array each(Properties given, String name, UnaryOperator<Properties> change) {
        List<JsonValue> all = new ArrayList<>();
        given.parts(name).forEach(part -> all.add(change.apply(part).structure()));
        return new JsonValue.Array(all);
    }
}
