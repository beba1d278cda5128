package dev.penstock.local.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.penstock.image.Dockerfile;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds one image by the engine's own builder. */
final class EngineBuild extends ResultCallback.Adapter<BuildResponseItem> {

    private static final Pattern STEP = Pattern.compile("Step (\\d+)/\\d+ : .*");

    private final Consumer<String> log;
    private volatile int step;
    private volatile String error = "";

    private EngineBuild(Consumer<String> log) {
        this.log = log;
    }

    static void run(DockerClient engine, ImageBuildRequest request, Dockerfile dockerfile, Consumer<String> log)
            throws IOException, InterruptedException {
        Path archive = Files.createTempFile("penstock-context-", ".tar");
        try {
            String name = ContextArchive.write(request, BuildContext.of(request), archive);
            try (InputStream context = Files.newInputStream(archive);
                    var build = new EngineBuild(log)) {
                Set<String> names = request.tags().stream()
                        .map(tag -> request.repository().pushUri() + ":" + tag)
                        .collect(Collectors.toSet());
                engine.buildImageCmd()
                        .withTarInputStream(context)
                        .withDockerfilePath(name)
                        .withTags(names)
                        .withPlatform(request.platform())
                        .withRemove(true)
                        .withForcerm(true)
                        .exec(build)
                        .awaitCompletion();
                build.throwIfFailed(dockerfile);
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    @Override
    public void onNext(BuildResponseItem item) {
        if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
            error = item.getErrorDetail().getMessage();
        }
        if (item.getStream() != null && !item.getStream().isBlank()) {
            String text = item.getStream().stripTrailing();
            Matcher begins = STEP.matcher(text);
            if (begins.lookingAt()) {
                step = Integer.parseInt(begins.group(1));
            }
            text.lines().forEach(log);
        }
    }

    private void throwIfFailed(Dockerfile dockerfile) throws ImageBuildException {
        if (error.isEmpty()) {
            return;
        }
        // The engine counts steps from the first instruction, so the step is the instruction.
        String place = step >= 1 && step <= dockerfile.instructions().size()
                ? dockerfile.place(dockerfile.instructions().get(step - 1))
                : dockerfile.file();
        throw new ImageBuildException(Reason.BUILD_FAILED, place + ": " + error.strip());
    }
}
