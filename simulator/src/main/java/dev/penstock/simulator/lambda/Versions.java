package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.JsonShapes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** Publishes and lists the versions of functions. */
final class Versions {

    private static final int MOST_LISTED = 50;

    private final LambdaStore store;
    private final FunctionLife life;

    Versions(LambdaStore store, FunctionLife life) {
        this.store = store;
        this.life = life;
    }

    void declare(Operations all) {
        all.operation(
                        "POST /2015-03-31/functions/{FunctionName}/versions =201",
                        "PublishVersion",
                        PublishVersionRequest::builder,
                        this::publish)
                .operation(
                        "GET /2015-03-31/functions/{FunctionName}/versions",
                        "ListVersionsByFunction",
                        ListVersionsByFunctionRequest::builder,
                        this::list);
    }

    private PublishVersionResponse publish(Call call, PublishVersionRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        LambdaStore.Function function = store.existing(name);
        LambdaStore.Version latest = store.latest(function.reference());
        String sha256 = latest.configuration().codeSha256();
        if (request.revisionId() != null
                && !request.revisionId().equals(latest.configuration().revisionId())) {
            throw LambdaErrors.otherRevision("GetFunction/GetAlias");
        }
        if (request.codeSha256() != null && !request.codeSha256().equals(sha256)) {
            throw LambdaErrors.invalid(
                    "CodeSHA256 (" + request.codeSha256() + ") is different from current CodeSHA256 in" + " $LATEST ("
                            + sha256 + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        life.requireSettled(latest);
        FunctionConfiguration published = unchanged(function, latest)
                .map(LambdaStore.Version::configuration)
                .orElseGet(() -> {
                    LambdaStore.Version added = publishSettled(latest, request.description());
                    call.effect(name.arn(added.number()));
                    return added.configuration();
                });
        return Fields.copy(published, PublishVersionResponse.builder()).build();
    }

    /** The version that was published last, when nothing has changed since. */
    private Optional<LambdaStore.Version> unchanged(LambdaStore.Function function, LambdaStore.Version latest) {
        return store.version(function.reference(), Long.toString(function.published()))
                .filter(version -> version.fingerprint().equals(fingerprint(latest)));
    }

    private LambdaStore.Version publishSettled(LambdaStore.Version latest, @Nullable String description) {
        LambdaStore.Version added = next(latest, description == null ? "" : description);
        life.touch(latest);
        if (added.configuration().snapStart() != null
                && added.configuration().snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS) {
            return life.begin(added);
        }
        store.put(added);
        return added;
    }

    /** Publishes what is being made or changed right now: the new version cannot be invoked before it is ready. */
    LambdaStore.Version publishPending(LambdaStore.Version latest, String description) {
        return life.begin(next(latest, description));
    }

    private LambdaStore.Version next(LambdaStore.Version latest, String description) {
        FunctionName name = latest.reference();
        LambdaStore.Function function = store.existing(name);
        String number = Long.toString(function.published() + 1);
        store.put(function.published(function.published() + 1));
        FunctionConfiguration.Builder own = latest.configuration().toBuilder()
                .version(number)
                .functionArn(name.arn(number))
                .revisionId(life.revision());
        if (!description.isEmpty()) {
            own.description(description);
        }
        return new LambdaStore.Version(
                latest.account(), latest.region(), own.build(), latest.code(), fingerprint(latest));
    }

    /** What tells two states of a function apart: its code and its settings. */
    private static String fingerprint(LambdaStore.Version latest) {
        FunctionConfiguration settings = latest.configuration().toBuilder()
                .revisionId(null)
                .lastModified(null)
                .state((String) null)
                .stateReason(null)
                .stateReasonCode((String) null)
                .lastUpdateStatus((String) null)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null)
                .build();
        return Runtimes.sha256(new String(JsonShapes.write(settings), StandardCharsets.UTF_8));
    }

    /** Refuses when an alias points to a version. */
    void requireUnused(FunctionName name, String number) {
        List<String> users = store.aliases(name).stream()
                .filter(alias -> Aliases.pointsTo(alias.configuration(), number))
                .map(alias -> alias.configuration().name())
                .toList();
        if (!users.isEmpty()) {
            throw LambdaErrors.conflict("Version " + number + " cannot be deleted: it is used by the aliases " + users);
        }
    }

    private ListVersionsByFunctionResponse list(Call call, ListVersionsByFunctionRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName());
        store.existing(name);
        Page<LambdaStore.Version> page = Listing.page(
                store.versions(name),
                version -> LambdaStore.key(name, version.number()),
                request.marker(),
                request.maxItems(),
                MOST_LISTED);
        return ListVersionsByFunctionResponse.builder()
                .versions(page.items().stream().map(Versions::listed).toList())
                .nextMarker(page.next())
                .build();
    }

    /** A version as lists of versions have it: under its qualified ARN, without its state. */
    static FunctionConfiguration listed(LambdaStore.Version version) {
        return plain(version).toBuilder()
                .functionArn(version.reference().arn(version.number()))
                .build();
    }

    /** A version as lists of functions have it: without its state. */
    static FunctionConfiguration plain(LambdaStore.Version version) {
        return version.configuration().toBuilder()
                .state((String) null)
                .stateReason(null)
                .stateReasonCode((String) null)
                .lastUpdateStatus((String) null)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null)
                .runtimeVersionConfig((software.amazon.awssdk.services.lambda.model.RuntimeVersionConfig) null)
                .build();
    }
}
