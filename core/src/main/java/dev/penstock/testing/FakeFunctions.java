package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.function.AliasRouting;
import dev.penstock.function.Attempt;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionCode;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionVersion;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.function.Functions;
import dev.penstock.function.Invocation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Functions in memory, on a clock of one's own choice: a change of code takes two seconds. Every effect is counted. Others may
 * change things behind the caller's back.
 */
public final class FakeFunctions implements Functions {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:";

    private final InstantSource time;
    private final Map<String, FakeFunction> functions = new LinkedHashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final Map<String, UnaryOperator<String>> answering = new HashMap<>();
    private final List<String> effects = new ArrayList<>();

    /** Functions on a clock. */
    public FakeFunctions(InstantSource time) {
        this.time = time;
    }

    /** Makes a function with version 1, and an alias of it. */
    public synchronized FunctionName add(String name, PackageType packageType, String alias) {
        FakeFunction made = new FakeFunction(ARN + name, packageType, "first-code-of-" + name);
        functions.put(name, made);
        made.publish("");
        made.point(alias, AliasRouting.all("1"));
        return new FunctionName(name);
    }

    /** Lets somebody else send an alias's calls elsewhere, or make the alias. */
    public synchronized void routeByAnother(FunctionName function, String alias, AliasRouting routing) {
        existing(function).point(alias, routing);
    }

    /** Lets somebody else change the code. */
    public synchronized void changeCodeByAnother(FunctionName function, String sha256) {
        existing(function).change(sha256, time.instant());
    }

    /** Lets somebody else change a setting. */
    public synchronized void reconfigureByAnother(FunctionName function) {
        existing(function).reconfigure();
    }

    /** Lets changes of code fail that come. */
    public synchronized void breakUpdates(FunctionName function) {
        existing(function).brokenUpdate = true;
    }

    /** Lets versions be unable to be invoked that are published from now on. */
    public synchronized void breakVersions(FunctionName function, String reason) {
        existing(function).brokenVersions = reason;
    }

    /** Lets invocations of a version fail. */
    public synchronized void failInvocations(FunctionName function, String version, String payload) {
        failing.put(function.shortName() + ":" + version, payload);
    }

    /**
     * Lets a function answer, where it would answer with its event.
     *
     * @param code makes the answer of the event, both JSON
     */
    public synchronized void answer(FunctionName function, UnaryOperator<String> code) {
        answering.put(function.shortName(), code);
    }

    /** What was done, in order: {@code code}, {@code publish 2}, {@code route live version 2}, {@code invoke 2}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** Where an alias sends calls now. */
    public synchronized AliasRouting routing(FunctionName function, String alias) {
        return found(function, alias).routing();
    }

    @Override
    public synchronized FunctionVersion version(AwsScope scope, FunctionName function, String version) {
        FakeFunction found = existing(function);
        return version.equals(FunctionVersion.LATEST)
                ? found.latest(time.instant())
                : published(found, version)
                        .orElseThrow(() -> notFound("Function not found: " + function + ":" + version));
    }

    private static Optional<FunctionVersion> published(FakeFunction function, String version) {
        return function.published.values().stream()
                .filter(each -> each.version().equals(version))
                .findFirst();
    }

    @Override
    public synchronized FunctionAlias alias(AwsScope scope, FunctionName function, String alias) {
        return found(function, alias);
    }

    @Override
    public synchronized Attempt<FunctionVersion> changeCode(
            AwsScope scope, FunctionName function, FunctionCode code, String revision) {
        FakeFunction found = existing(function);
        FunctionVersion latest = found.latest(time.instant());
        if (code.packageType() != found.packageType) {
            throw failure(
                    Kind.INVALID, "UpdateFunctionCode", "InvalidParameterValueException", "It is of another kind.");
        }
        if (latest.codeSha256().equals(code.sha256())) {
            return new Attempt.Done<>(latest);
        }
        if (!revision.isEmpty() && !revision.equals(latest.revision())) {
            return new Attempt.Overtaken<>("code " + latest.codeSha256());
        }
        if (latest.isChanging()) {
            return new Attempt.Busy<>("An update is in progress.");
        }
        found.change(code.sha256(), time.instant());
        effects.add("code");
        return new Attempt.Done<>(found.latest(time.instant()));
    }

    @Override
    public synchronized Attempt<FunctionVersion> publish(
            AwsScope scope, FunctionName function, String codeSha256, String revision, String description) {
        FakeFunction found = existing(function);
        FunctionVersion latest = found.latest(time.instant());
        Optional<FunctionVersion> ours = found.published.values().stream()
                .filter(version -> version.description().equals(description)
                        && version.codeSha256().equals(codeSha256))
                .findFirst();
        if (ours.isPresent()) {
            return new Attempt.Done<>(ours.get());
        }
        if (!latest.codeSha256().equals(codeSha256) || (!revision.isEmpty() && !revision.equals(latest.revision()))) {
            return new Attempt.Overtaken<>("code " + latest.codeSha256());
        }
        if (latest.isChanging()) {
            return new Attempt.Busy<>("An update is in progress.");
        }
        if (found.isUnchanged()) {
            return new Attempt.Done<>(new TreeMap<>(found.published).lastEntry().getValue());
        }
        FunctionVersion published = found.publish(description);
        effects.add("publish " + published.version());
        return new Attempt.Done<>(published);
    }

    @Override
    public synchronized Attempt<FunctionAlias> route(
            AwsScope scope, FunctionName function, String alias, AliasRouting from, AliasRouting to) {
        FakeFunction owner = existing(function);
        FunctionAlias found = found(function, alias);
        if (found.routing().equals(to)) {
            return new Attempt.Done<>(found);
        }
        if (!found.routing().equals(from)) {
            return new Attempt.Overtaken<>(found.routing().toString());
        }
        for (String version : to.receiving()) {
            version(scope, function, version);
        }
        effects.add("route " + alias + " " + to);
        return new Attempt.Done<>(owner.point(alias, to));
    }

    @Override
    public synchronized Invocation invoke(AwsScope scope, FunctionName function, String qualifier, String payload) {
        FunctionAlias alias = existing(function).aliases.get(qualifier);
        String version = alias == null ? qualifier : alias.routing().version();
        version(scope, function, version);
        effects.add("invoke " + qualifier);
        String failure = failing.get(function.shortName() + ":" + version);
        String answer = failure == null
                ? answering.getOrDefault(function.shortName(), event -> event).apply(payload)
                : failure;
        return new Invocation(version, failure != null, answer, List.of("START", "END"));
    }

    private FakeFunction existing(FunctionName function) {
        FakeFunction found = functions.get(function.shortName());
        if (found == null) {
            throw notFound("Function not found: " + ARN + function.shortName());
        }
        return found;
    }

    private FunctionAlias found(FunctionName function, String alias) {
        FunctionAlias found = existing(function).aliases.get(alias);
        if (found == null) {
            throw notFound("Cannot find alias arn: " + ARN + function.shortName() + ":" + alias);
        }
        return found;
    }

    private static RemoteCallException notFound(String message) {
        return failure(Kind.NOT_FOUND, "GetFunction", "ResourceNotFoundException", message);
    }

    private static RemoteCallException failure(Kind kind, String operation, String code, String message) {
        return new RemoteCallException(kind, "lambda:" + operation, code, message, new IllegalStateException(message));
    }
}
