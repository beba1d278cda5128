package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which function a request means, and which of its versions. Requests give a name, an ARN or a part of one, each with or
 * without a qualifier.
 *
 * @param qualifier a version or an alias; empty when none was given
 */
record FunctionName(String account, String region, String name, Optional<String> qualifier) {

    static final String LATEST = "$LATEST";

    private static final String BEFORE =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?";

    /** How operations spell the name that know functions of other namespaces, and how the others do. */
    private static final Pattern NAMESPACED =
            Pattern.compile(BEFORE + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

    private static final Pattern PLAIN = Pattern.compile(BEFORE + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");

    private static final int REGION = 3;
    private static final int ACCOUNT = 9;
    private static final int NAME = 11;
    private static final int QUALIFIER = 13;

    private static final Pattern QUALIFIERS = Pattern.compile("\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");
    private static final int LONGEST_QUALIFIER = 128;
    private static final int LONGEST_PLAIN = 140;

    /** What a whole ARN means, with or without a version or alias. */
    static FunctionName ofArn(String arn) {
        String[] parts = arn.split(":", -1);
        Optional<String> qualifier = parts.length > 7 ? Optional.of(parts[7]) : Optional.empty();
        return new FunctionName(parts[4], parts[3], parts.length > 6 ? parts[6] : "", qualifier);
    }

    /** What a request of most operations means. */
    static FunctionName of(Call call, String given) {
        return of(call, given, null);
    }

    /**
     * What a request means.
     *
     * @param given as the request has it
     * @param qualifier given apart from the name, or null
     * @throws dev.penstock.simulator.wire.ServiceError when it is malformed, contradicts itself, or is in another region
     */
    static FunctionName of(Call call, String given, @Nullable String qualifier) {
        return of(call.caller(), given, qualifier);
    }

    /** What a caller means, like {@link #of(Call, String, String)}. */
    static FunctionName of(Caller caller, String given, @Nullable String qualifier) {
        new Constraints()
                .present("functionName", given)
                .atMost(LONGEST_QUALIFIER, "qualifier", qualifier)
                .matches(QUALIFIERS, "qualifier", qualifier)
                .matches(NAMESPACED, "functionName", given)
                .check();
        return read(caller, NAMESPACED, given, qualifier);
    }

    /** The same for operations that know no other namespaces. */
    static FunctionName plain(Call call, String given, @Nullable String qualifier) {
        new Constraints()
                .present("functionName", given)
                .atMost(LONGEST_PLAIN, "functionName", given)
                .matches(PLAIN, "functionName", given)
                .check();
        return read(call.caller(), PLAIN, given, qualifier);
    }

    private static FunctionName read(Caller caller, Pattern form, String given, @Nullable String qualifier) {
        Matcher parts = form.matcher(given);
        if (!parts.matches()) {
            throw new IllegalArgumentException(given);
        }
        Optional<String> derived = Optional.ofNullable(parts.group(QUALIFIER));
        if (qualifier != null && derived.filter(d -> !d.equals(qualifier)).isPresent()) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String region = bare(parts.group(REGION), caller.region());
        if (!region.equals(caller.region())) {
            throw LambdaErrors.notFound(
                    "Functions from '" + region + "' are not reachable in this region ('" + caller.region() + "')");
        }
        Optional<String> either = qualifier == null ? derived : Optional.of(qualifier);
        return new FunctionName(bare(parts.group(ACCOUNT), caller.account()), region, parts.group(NAME), either);
    }

    private static String bare(@Nullable String withColon, String otherwise) {
        return withColon == null ? otherwise : withColon.substring(0, withColon.length() - 1);
    }

    /** The ARN without a qualifier. */
    String arn() {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
    }

    /** The ARN of a version or an alias. */
    String arn(String of) {
        return arn() + ":" + of;
    }

    /** The ARN with the qualifier that was given, if one was. */
    String qualifiedArn() {
        return qualifier.map(this::arn).orElse(arn());
    }

    /** The version or alias that is meant. */
    String meant() {
        return qualifier.orElse(LATEST);
    }

    /** Whether a qualifier is the number of a published version. */
    static boolean isVersion(String qualifier) {
        return qualifier.matches("[0-9]+");
    }

    FunctionName qualified(String by) {
        return new FunctionName(account, region, name, Optional.of(by));
    }

    /** Under which the function is kept. */
    String key() {
        return account + "/" + region + "/" + name;
    }
}
