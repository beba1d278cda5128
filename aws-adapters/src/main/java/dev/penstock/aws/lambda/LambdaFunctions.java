package dev.penstock.aws.lambda;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.function.AliasRouting;
import dev.penstock.function.Attempt;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionCode;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionVersion;
import dev.penstock.function.Functions;
import dev.penstock.function.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;

/**
 * AWS Lambda. Versions are read by {@code GetFunction}, of which Lambda allows a hundred a second where it allows fifteen of other
 * reads ("Lambda quotas"). Every change names the revision that it changes ({@code RevisionId}).
 */
public final class LambdaFunctions implements Functions {

    /** How often a routing is looked at again whose revision, but not its weights, somebody else has changed. */
    private static final int ROUTING_LOOKS = 3;

    private static final String OTHER_REVISION = "PreconditionFailedException";
    private static final String BUSY = "ResourceConflictException";
    private static final String OTHER_CODE = "CodeSHA256";

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public LambdaFunctions(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public FunctionVersion version(AwsScope scope, FunctionName function, String version) {
        return clients.call("lambda:GetFunction", "look at " + words(function, version), () -> {
            var answer = clients.lambda(scope, Use.READ).getFunction(get -> {
                get.functionName(function.text());
                if (!version.equals(FunctionVersion.LATEST)) {
                    get.qualifier(version);
                }
            });
            return FunctionMapping.version(answer.configuration());
        });
    }

    @Override
    public FunctionAlias alias(AwsScope scope, FunctionName function, String alias) {
        return clients.call("lambda:GetAlias", "look at alias '" + alias + "' of function " + function, () -> {
            var answer = clients.lambda(scope, Use.READ)
                    .getAlias(get -> get.functionName(function.text()).name(alias));
            return FunctionMapping.alias(Answers.alias(answer));
        });
    }

    @Override
    public Attempt<FunctionVersion> changeCode(
            AwsScope scope, FunctionName function, FunctionCode code, String revision) {
        FunctionVersion latest = version(scope, function, FunctionVersion.LATEST);
        if (latest.codeSha256().equals(code.sha256())) {
            return new Attempt.Done<>(latest);
        }
        if (!revision.isEmpty() && !revision.equals(latest.revision())) {
            return new Attempt.Overtaken<>("code " + latest.codeSha256());
        }
        UpdateFunctionCodeRequest.Builder request = UpdateFunctionCodeRequest.builder()
                .functionName(function.text())
                .revisionId(given(revision));
        switch (code) {
            case FunctionCode.Archive(Path file, var digest) -> request.zipFile(bytes(file));
            case FunctionCode.StoredArchive stored ->
                request.s3Bucket(stored.bucket()).s3Key(stored.key());
            case FunctionCode.Image image -> request.imageUri(image.uri());
        }
        return attempt(() -> clients.call(
                "lambda:UpdateFunctionCode",
                "change the code of function " + function,
                () -> FunctionMapping.version(
                        Answers.version(clients.lambda(scope, Use.CHANGE).updateFunctionCode(request.build())))));
    }

    /** An answer that got lost is found again: a change that was made has made the code what was asked for. */
    @Override
    public Attempt<FunctionVersion> publish(
            AwsScope scope, FunctionName function, String codeSha256, String revision, String description) {
        Attempt<FunctionVersion> attempt = attempt(() -> clients.call(
                "lambda:PublishVersion",
                "publish a version of function " + function,
                () -> FunctionMapping.version(Answers.version(clients.lambda(scope, Use.CHANGE)
                        .publishVersion(publish -> publish.functionName(function.text())
                                .codeSha256(codeSha256)
                                .revisionId(given(revision))
                                .description(description))))));
        if (attempt instanceof Attempt.Overtaken<FunctionVersion>) {
            // Publishing itself changes the revision: it may have been us, before a crash.
            return published(scope, function, codeSha256, description)
                    .<Attempt<FunctionVersion>>map(Attempt.Done::new)
                    .orElse(attempt);
        }
        return attempt;
    }

    private Optional<FunctionVersion> published(
            AwsScope scope, FunctionName function, String codeSha256, String description) {
        return clients.call(
                "lambda:ListVersionsByFunction",
                "list the versions of function " + function,
                () -> clients
                        .lambda(scope, Use.READ)
                        .listVersionsByFunctionPaginator(list -> list.functionName(function.text()))
                        .versions()
                        .stream()
                        .filter(version -> description.equals(version.description())
                                && codeSha256.equals(version.codeSha256())
                                && !FunctionVersion.LATEST.equals(version.version()))
                        .map(FunctionMapping::version)
                        .findFirst());
    }

    @Override
    public Attempt<FunctionAlias> route(
            AwsScope scope, FunctionName function, String alias, AliasRouting from, AliasRouting to) {
        Attempt<FunctionAlias> attempt = new Attempt.Busy<>("");
        for (int look = 0; look < ROUTING_LOOKS; look++) {
            FunctionAlias found = alias(scope, function, alias);
            if (found.routing().equals(to)) {
                return new Attempt.Done<>(found);
            }
            if (!found.routing().equals(from)) {
                return new Attempt.Overtaken<>(found.routing().toString());
            }
            attempt = attempt(() -> update(scope, function, found, to));
            if (!(attempt instanceof Attempt.Overtaken<FunctionAlias>)) {
                return attempt;
            }
            // The alias has another revision than was read: whether its routing is another as well, is looked at.
        }
        return new Attempt.Busy<>(
                attempt instanceof Attempt.Overtaken<FunctionAlias>(String found) ? found : "It changes all the time.");
    }

    private FunctionAlias update(AwsScope scope, FunctionName function, FunctionAlias found, AliasRouting to) {
        return clients.call(
                "lambda:UpdateAlias",
                "send the calls of alias '" + found.name() + "' of function " + function + " to " + to,
                () -> FunctionMapping.alias(Answers.alias(clients.lambda(scope, Use.CHANGE)
                        .updateAlias(update -> update.functionName(function.text())
                                .name(found.name())
                                .functionVersion(to.version())
                                .routingConfig(FunctionMapping.routing(to))
                                .revisionId(given(found.revision()))))));
    }

    @Override
    public Invocation invoke(AwsScope scope, FunctionName function, String qualifier, String payload) {
        InvokeResponse answer = clients.call(
                "lambda:InvokeFunction",
                "invoke " + words(function, qualifier),
                () -> clients.lambda(scope, Use.ONCE)
                        .invoke(invoke -> invoke.functionName(function.text())
                                .qualifier(qualifier)
                                .logType(LogType.TAIL)
                                .payload(SdkBytes.fromUtf8String(payload))));
        return new Invocation(
                answer.executedVersion() == null ? qualifier : answer.executedVersion(),
                answer.functionError() != null,
                answer.payload() == null ? "" : answer.payload().asUtf8String(),
                lines(answer.logResult()));
    }

    private static List<String> lines(@Nullable String log) {
        return log == null
                ? List.of()
                : new String(Base64.getMimeDecoder().decode(log), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
    }

    private static <T> Attempt<T> attempt(Supplier<T> change) {
        try {
            return new Attempt.Done<>(change.get());
        } catch (RemoteCallException e) {
            String said = String.valueOf(e.getMessage());
            if (e.code().equals(OTHER_REVISION) || said.contains(OTHER_CODE)) {
                return new Attempt.Overtaken<>("another revision");
            }
            if (e.code().equals(BUSY)) {
                return new Attempt.Busy<>(said);
            }
            throw e;
        }
    }

    private static SdkBytes bytes(Path file) {
        try {
            return SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String given(String revision) {
        return revision.isEmpty() ? null : revision;
    }

    private static String words(FunctionName function, String version) {
        return version.equals(FunctionVersion.LATEST)
                ? "function " + function
                : "version " + version + " of function " + function;
    }
}
