package dev.penstock.simulator.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runtimes that there are. Sources: Lambda Developer Guide, "Lambda runtimes"; the order is that of AWS's own errors. */
final class Runtimes {

    /** Those that functions may be made with. */
    static final List<String> CURRENT = List.of(
            "nodejs20.x",
            "python3.14",
            "provided.al2023",
            "python3.12",
            "python3.13",
            "nodejs24.x",
            "nodejs22.x",
            "java25",
            "python3.10",
            "python3.11",
            "java21",
            "ruby3.3",
            "ruby3.4",
            "ruby3.2",
            "python3.8",
            "python3.9",
            "java17",
            "nodejs16.x",
            "dotnet10",
            "dotnet8",
            "java11",
            "dotnet6",
            "nodejs18.x",
            "provided.al2",
            "java8.al2");

    /** Those that were once. */
    private static final Set<String> FORMER = Set.of(
            "java8",
            "go1.x",
            "provided",
            "ruby2.5",
            "ruby2.7",
            "nodejs",
            "nodejs4.3",
            "nodejs6.10",
            "nodejs8.10",
            "nodejs10.x",
            "nodejs12.x",
            "nodejs14.x",
            "python2.7",
            "python3.6",
            "python3.7",
            "dotnetcore1.0",
            "dotnetcore2.0",
            "dotnetcore2.1",
            "dotnetcore3.1",
            "dotnet5.0",
            "dotnet7");

    /** All that lists of layers can be asked for, in the order of AWS's own errors. */
    static final List<String> EVER = List.of(
            "ruby3.5",
            "ruby2.6",
            "dotnetcore1.0",
            "python3.7",
            "nodejs8.10",
            "nasa",
            "ruby2.7",
            "python2.7-greengrass",
            "dotnetcore2.0",
            "python3.8",
            "java21",
            "dotnet6",
            "dotnetcore2.1",
            "python3.9",
            "java11",
            "nodejs6.10",
            "provided",
            "dotnetcore3.1",
            "dotnet8",
            "java25",
            "java17",
            "nodejs",
            "nodejs4.3",
            "java8.al2",
            "go1.x",
            "dotnet10",
            "nodejs20.x",
            "go1.9",
            "byol",
            "nodejs10.x",
            "provided.al2023",
            "nodejs22.x",
            "python3.10",
            "java8",
            "nodejs12.x",
            "python3.11",
            "nodejs24.x",
            "nodejs8.x",
            "python3.12",
            "nodejs14.x",
            "nodejs8.9",
            "nodejs26.x",
            "python3.13",
            "python3.14",
            "nodejs16.x",
            "python3.15",
            "provided.al2",
            "nodejs4.3-edge",
            "nodejs18.x",
            "ruby3.2",
            "python3.4",
            "ruby3.3",
            "ruby3.4",
            "ruby2.5",
            "python3.6",
            "python2.7");

    /** Those whose versions can start from a snapshot: Lambda Developer Guide, "Lambda SnapStart". */
    private static final List<String> SNAP_STARTED = List.of(
            "java11", "java17", "java21", "java25", "python3.12", "python3.13", "python3.14", "dotnet8", "dotnet10");

    private Runtimes() {}

    /** @throws dev.penstock.simulator.wire.ServiceError when functions cannot have it */
    static void check(@Nullable String runtime) {
        if (runtime == null) {
            return;
        }
        if (FORMER.contains(runtime)) {
            throw LambdaErrors.invalid("The runtime parameter of " + runtime + " is no longer supported for creating or"
                    + " updating AWS Lambda functions. We recommend you use a supported runtime while creating or"
                    + " updating functions.");
        }
        if (!CURRENT.contains(runtime)) {
            throw LambdaErrors.invalid("Value " + runtime + " at 'runtime' failed to satisfy constraint: Member must"
                    + " satisfy enum value set: " + CURRENT + " or be a valid ARN");
        }
    }

    /** Whether layers may name it. */
    static boolean known(String runtime) {
        return CURRENT.contains(runtime) || FORMER.contains(runtime);
    }

    static boolean startsFromSnapshots(String runtime) {
        return SNAP_STARTED.contains(runtime);
    }

    /** The ARN of the version that a runtime has in a region for an architecture. */
    static String versionArn(String region, String runtime, String architecture) {
        return "arn:aws:lambda:" + region + "::runtime:" + sha256(runtime + architecture);
    }

    /** A digest in lower-case hexadecimal. */
    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
