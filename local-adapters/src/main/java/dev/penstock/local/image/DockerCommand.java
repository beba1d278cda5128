package dev.penstock.local.image;

import dev.penstock.image.Dockerfile;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The {@code docker} command, for Dockerfiles that need BuildKit: the engine's API has no such build. */
final class DockerCommand {

    private static final int PATIENCE_SECONDS = 10;
    private static final int LAST_LINES = 8;

    private DockerCommand() {}

    /** Whether there is a {@code docker} command that builds with BuildKit. */
    static boolean hasBuildKit() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("docker", "buildx", "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Builds, so that the engine has the image under its tags. */
    static void build(ImageBuildRequest request, Dockerfile dockerfile, Consumer<String> log)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "buildx", "build", "--load", "--progress=plain"));
        command.add("--platform=" + request.platform());
        command.add("--file=" + request.dockerfile());
        request.tags()
                .forEach(tag -> command.add("--tag=" + request.repository().pushUri() + ":" + tag));
        command.add(request.context().toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Provenance would make an index of the image, and its digest another with every build.
        builder.environment().putAll(Map.of("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"));
        Process process = builder.start();
        process.getOutputStream().close();
        Deque<String> last = new ArrayDeque<>();
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                log.accept(line);
                last.addLast(line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            }
            if (process.waitFor() != 0) {
                throw new ImageBuildException(
                        Reason.BUILD_FAILED,
                        dockerfile.file() + ": 'docker buildx build' failed: " + String.join(" | ", last));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
