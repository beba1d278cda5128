package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.MalformedPolicyException;
import dev.penstock.simulator.policy.PolicyDocument;
import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * What IAM asks of names, paths, documents, tags and pages.
 *
 * <p>Source: IAM API Reference; IAM User Guide, "IAM and AWS STS quotas".
 */
final class IamRules {

    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("/|/[\\u0021-\\u007F]+/");
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+");
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_DOCUMENT = 131_072;

    private IamRules() {}

    static String required(String member, @Nullable String value) {
        if (value == null) {
            throw IamErrors.constraint(member, "not be null");
        }
        if (value.isEmpty()) {
            throw IamErrors.constraint(member, "have length greater than or equal to 1");
        }
        return value;
    }

    /** A name that is given to something new. */
    static String newName(String member, @Nullable String value, int longest) {
        String name = name(member, value, longest);
        if (!NAME.matcher(name).matches()) {
            throw IamErrors.validation("The specified value for " + member
                    + " is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        }
        return name;
    }

    static String name(String member, @Nullable String value, int longest) {
        String name = required(member, value);
        if (name.length() > longest) {
            throw IamErrors.constraint(member, "have length less than or equal to " + longest);
        }
        return name;
    }

    static String path(@Nullable String value) {
        String path = value == null ? "/" : value;
        if (!PATH.matcher(path).matches() || path.contains("//")) {
            throw IamErrors.validation(
                    "The specified value for path is invalid. It must begin and end with / and contain"
                            + " only alphanumeric characters and/or / characters.");
        }
        if (path.length() > 512) {
            throw IamErrors.constraint("path", "have length less than or equal to 512");
        }
        return path;
    }

    static String policyArn(@Nullable String value) {
        String arn = required("policyArn", value);
        if (arn.length() < 20) {
            throw IamErrors.constraint("policyArn", "have length greater than or equal to 20");
        }
        if (!ARN.matcher(arn).matches()) {
            throw IamErrors.validation("Invalid ARN:  Could not be parsed!");
        }
        return arn;
    }

    /**
     * A document that IAM takes.
     *
     * @param tooLong what is said of one that is longer than {@code longest} without white space
     */
    static String document(PolicyKind kind, String member, @Nullable String json, int longest, String tooLong) {
        String document = required(member, json);
        if (document.length() > LONGEST_DOCUMENT) {
            throw IamErrors.constraint(member, "have length less than or equal to " + LONGEST_DOCUMENT);
        }
        try {
            PolicyDocument.parse(kind, document);
        } catch (MalformedPolicyException e) {
            throw ServiceError.client("MalformedPolicyDocument", e.reason());
        }
        if (document.chars().filter(c -> !Character.isWhitespace(c)).count() > longest) {
            throw IamErrors.limit(tooLong);
        }
        return document;
    }

    /** Tags as they are after more were given: keys are told apart whatever their case. */
    static List<Tag> tagged(List<Tag> before, List<Tag> more) {
        if (more.size() > MOST_TAGS) {
            throw IamErrors.constraint("tags", "have length less than or equal to " + MOST_TAGS);
        }
        Set<String> given = new HashSet<>();
        for (Tag tag : more) {
            String key = tagText("tags." + (given.size() + 1) + ".member.key", required("key", tag.key()), 128);
            tagText("tags." + (given.size() + 1) + ".member.value", tag.value() == null ? "" : tag.value(), 256);
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw IamErrors.input("Tag keys beginning with aws: are reserved for system use.");
            }
            if (!given.add(key.toLowerCase(Locale.ROOT))) {
                throw IamErrors.input("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
        List<Tag> all = new ArrayList<>(before);
        for (Tag tag : more) {
            all.removeIf(old -> old.key().equalsIgnoreCase(tag.key()));
            all.add(tag);
        }
        if (all.size() > MOST_TAGS) {
            throw IamErrors.limit("The number of tags has reached the maximum limit.");
        }
        return all;
    }

    private static String tagText(String member, String text, int longest) {
        if (text.length() > longest) {
            throw IamErrors.constraint(member, "have length less than or equal to " + longest);
        }
        if (!TAG.matcher(text).matches()) {
            throw IamErrors.constraint(member, "satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
        }
        return text;
    }

    static List<Tag> untagged(List<Tag> before, List<String> keys) {
        return before.stream()
                .filter(tag -> keys.stream().noneMatch(tag.key()::equalsIgnoreCase))
                .toList();
    }

    /** A page of tags, in the order of their keys. */
    static Page<Tag> tags(List<Tag> all, @Nullable String marker, @Nullable Integer most) {
        return page(all.stream().sorted(Comparator.comparing(Tag::key)).toList(), Tag::key, marker, most);
    }

    /** A page of a list, which has 100 items unless asked otherwise. */
    static <T> Page<T> page(List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer most) {
        if (most != null && (most < 1 || most > 1000)) {
            throw IamErrors.constraint(
                    "maxItems",
                    "have value " + (most < 1 ? "greater than or equal to 1" : "less than or equal to 1000"));
        }
        try {
            return Page.of(all, key, marker, most, most == null ? 100 : most);
        } catch (ServiceError e) {
            throw IamErrors.validation("Invalid Marker.");
        }
    }
}
