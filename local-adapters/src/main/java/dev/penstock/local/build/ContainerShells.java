package dev.penstock.local.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import dev.penstock.build.BuildException;
import dev.penstock.build.BuildMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shells inside one container. */
final class ContainerShells implements ShellHost {

    private static final String ROOT = "/codebuild/output";
    private static final long ASK_AGAIN_MILLIS = 250;
    private static final long LAST_WORDS_MILLIS = 2_000;

    /** An engine that cannot be asked for so many times in a row, half a minute or more, is taken to be gone. */
    private static final int LONGEST_SILENCE = 120;

    private static final int KILLED = 137;

    private final DockerClient engine;
    private final String container;
    private final String shell;
    private final List<Path> sources;
    private final Path workDirectory;
    private final Map<String, String> environment;
    private final Map<String, Path> copied = new HashMap<>();

    ContainerShells(
            DockerClient engine,
            String container,
            String shell,
            BuildMachine machine,
            Map<String, String> environment) {
        this.engine = engine;
        this.container = container;
        this.shell = shell;
        this.sources = List.copyOf(machine.sources().values());
        this.workDirectory = machine.workDirectory();
        this.environment = Map.copyOf(environment);
    }

    /** Where a source is in the container. */
    static String sourceFolder(int index) {
        return ROOT + "/src" + index + "/src";
    }

    /** Removes a container and all that runs in it; it may be gone already. */
    static void remove(DockerClient engine, String container) {
        try {
            engine.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException gone) {
            // Gone, or somebody else is removing it at this moment.
            return;
        }
    }

    void copySources() throws IOException {
        Path archive = Files.createTempFile(workDirectory, "sources", ".tar");
        try {
            for (int i = 0; i < sources.size(); i++) {
                FolderArchive.pack(sources.get(i), sourceFolder(i).substring(1), archive);
                try (InputStream tar = Files.newInputStream(archive)) {
                    engine.copyArchiveToContainerCmd(container)
                            .withTarInputStream(tar)
                            .withRemotePath("/")
                            .exec();
                }
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /** Refuses an image that lacks the shell, before the first command does. */
    void checkShell(String image) throws IOException, InterruptedException {
        if (exec("sh", "-c", "command -v " + shell + " >/dev/null") != 0) {
            throw new BuildException(
                    "PEN-BUILD-006",
                    "The build needs the shell " + shell + ", and the image " + image
                            + " has none. Set env/shell to sh, or take another image.");
        }
    }

    @Override
    public String sourceDirectory() {
        return sourceFolder(0);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public boolean hasFolder(String path) throws IOException {
        try {
            return exec("test", "-d", path) == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private long exec(String... command) throws IOException, InterruptedException {
        String id = engine.execCreateCmd(container)
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        // The stream of its output ends when it does.
        engine.execStartCmd(id).exec(new ResultCallback.Adapter<Frame>()).awaitCompletion();
        Long status = engine.inspectExecCmd(id).exec().getExitCodeLong();
        return status == null ? -1 : status;
    }

    @Override
    public ShellProcess start(String script, Map<String, String> variables, String directory, ShellSink sink)
            throws IOException {
        try {
            String id = engine.execCreateCmd(container)
                    .withCmd(shell, "-c", script, "build")
                    .withEnv(variables.entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList())
                    .withWorkingDir(directory)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            RequestStream requests = new RequestStream();
            Frames frames = new Frames(sink);
            engine.execStartCmd(id).withStdIn(requests).exec(frames);
            Thread.ofVirtual().name("penstock-build-shell").start(() -> awaitEnd(id, requests, frames));
            return requests;
        } catch (DockerException e) {
            throw new IOException("The Docker engine cannot start a shell: " + e.getMessage() + ".", e);
        }
    }

    /** The engine keeps the connection open as long as the shell could be sent something, so it is asked. */
    private void awaitEnd(String exec, RequestStream requests, Frames frames) {
        try {
            Optional<Integer> status = Optional.empty();
            int silence = 0;
            while (status.isEmpty()) {
                try {
                    status = exitStatus(exec);
                    silence = 0;
                } catch (RuntimeException e) {
                    // An engine that is busy, or restarts, is no reason to give up a command that may well go on.
                    status = ++silence < LONGEST_SILENCE ? Optional.empty() : Optional.of(KILLED);
                }
                if (status.isEmpty() && frames.awaitEnd(ASK_AGAIN_MILLIS)) {
                    // It has closed its outputs, and may well go on.
                    Thread.sleep(ASK_AGAIN_MILLIS);
                }
            }
            requests.finish();
            frames.awaitEnd(LAST_WORDS_MILLIS);
            frames.sink.ended(status.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            frames.disconnect();
        }
    }

    private Optional<Integer> exitStatus(String exec) {
        try {
            InspectExecResponse state = engine.inspectExecCmd(exec).exec();
            Long status = state.getExitCodeLong();
            return Boolean.TRUE.equals(state.isRunning()) || status == null
                    ? Optional.empty()
                    : Optional.of(status.intValue());
        } catch (NotFoundException | ConflictException gone) {
            // The container is gone, and the shell was killed with it.
            return Optional.of(KILLED);
        }
    }

    /** Passes on what the engine sends. */
    private static final class Frames extends ResultCallback.Adapter<Frame> {

        private final ShellSink sink;
        private final CountDownLatch ended = new CountDownLatch(1);

        Frames(ShellSink sink) {
            this.sink = sink;
        }

        /**
         * Waits until nothing more can come. The library's own way of waiting with a limit closes the connection when the
         * limit is over, and with it the shell's outputs.
         */
        boolean awaitEnd(long milliseconds) throws InterruptedException {
            return ended.await(milliseconds, TimeUnit.MILLISECONDS);
        }

        void disconnect() {
            try {
                close();
            } catch (IOException e) {
                // Nobody reads it any more.
                ended.countDown();
            }
        }

        @Override
        public void onComplete() {
            ended.countDown();
            super.onComplete();
        }

        @Override
        public void onError(Throwable failure) {
            ended.countDown();
            super.onError(failure);
        }

        @Override
        public void onNext(Frame frame) {
            byte[] bytes = frame.getPayload();
            try {
                switch (frame.getStreamType()) {
                    case STDERR -> sink.report(bytes, bytes.length);
                    case STDOUT, RAW, STDIN -> sink.output(bytes, bytes.length);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Optional<Path> folder(String path) throws IOException, InterruptedException {
        for (Map.Entry<String, Path> known : copied.entrySet()) {
            if (path.equals(known.getKey()) || path.startsWith(known.getKey() + "/")) {
                Path folder = known.getValue()
                        .resolve(path.substring(known.getKey().length()).replaceFirst("^/", ""));
                return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
            }
        }
        if (!hasFolder(path)) {
            return Optional.empty();
        }
        Path target = Files.createTempDirectory(workDirectory, "copied");
        try (InputStream tar =
                engine.copyArchiveFromContainerCmd(container, path + "/.").exec()) {
            FolderArchive.unpack(tar, target);
        }
        copied.put(path, target);
        return Optional.of(target);
    }

    @Override
    public void close() {
        remove(engine, container);
    }
}
