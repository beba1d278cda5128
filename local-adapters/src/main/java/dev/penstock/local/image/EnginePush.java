package dev.penstock.local.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pushes one tag of an image from the engine to its registry. */
final class EnginePush extends ResultCallback.Adapter<PushResponseItem> {

    private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

    private volatile String error = "";
    private volatile String digest = "";

    /** What came of a push. */
    record Pushed(Digest digest) {}

    static Pushed run(DockerClient engine, RepositoryAccess repository, String tag, Consumer<String> log)
            throws IOException, InterruptedException {
        log.accept("Pushing " + repository.repositoryUri() + ":" + tag);
        try (var push = new EnginePush()) {
            engine.pushImageCmd(repository.pushUri() + ":" + tag)
                    .withAuthConfig(new AuthConfig()
                            .withUsername(repository.user())
                            .withPassword(repository.password().reveal())
                            .withRegistryAddress(RegistryProbe.host(repository.pushUri())))
                    .exec(push)
                    .awaitCompletion();
            if (!push.error.isEmpty() || push.digest.isEmpty()) {
                throw push.failed(repository);
            }
            log.accept("Pushed " + push.digest);
            return new Pushed(new Digest(push.digest));
        }
    }

    @Override
    public void onNext(PushResponseItem item) {
        if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
            error = item.getErrorDetail().getMessage();
        }
        if (item.getAux() != null && item.getAux().getDigest() != null) {
            digest = item.getAux().getDigest();
        }
        Matcher said = DIGEST.matcher(String.valueOf(item.getStatus()));
        if (said.find()) {
            digest = said.group(1);
        }
    }

    private ImageBuildException failed(RepositoryAccess repository) {
        String why = error.isEmpty() ? "the engine did not say which digest it pushed" : error.strip();
        String lower = why.toLowerCase(Locale.ROOT);
        boolean network = lower.contains("connection refused")
                || lower.contains("timeout")
                || lower.contains("no such host")
                || lower.contains("eof")
                || lower.contains("received unexpected http status: 5");
        var cause = new IOException(why);
        return new ImageBuildException(
                Reason.PUSH_FAILED,
                "The image cannot be pushed to " + repository.repositoryUri() + ": " + why + ".",
                network,
                cause);
    }
}
