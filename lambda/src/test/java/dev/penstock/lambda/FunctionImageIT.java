package dev.penstock.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The image of the functions: built, and called as Lambda calls it, on a file system that only {@code /tmp} can be written to in. */
@RequiresContainerEngine
@Timeout(600)
@EnabledIfEnvironmentVariable(
        named = "PENSTOCK_FUNCTION_IMAGE",
        matches = "true",
        disabledReason = "The image of the functions is built where PENSTOCK_FUNCTION_IMAGE is true.")
class FunctionImageIT {

    private static final String BASE = "eclipse-temurin:25-jre";

    /** What no function needs and what is large. */
    private static final Pattern OF_TESTS =
            Pattern.compile("DynamoDBLocal|sqlite4java|aws-java-sdk|docker-java|jetty|junit|assertj|byte-buddy|guava");

    private static final Pattern OF_THE_RUNTIME =
            Pattern.compile("^(aws-lambda-java-(runtime-interface-client|serialization)|utils-lite)-");

    private final String name = "penstock-function-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @Test
    void theImagesFunctionGoesOnWithWhatIsDueFromItsOwnCacheOfClasses() throws Exception {
        boolean based = docker("image", "inspect", BASE).code() == 0
                || docker("pull", "--quiet", BASE).code() == 0;
        Assumptions.assumeTrue(based, "the image " + BASE + " is not on this machine, and cannot be pulled");
        pack(Files.createDirectory(folder.resolve("context")));
        Said built = docker(
                "build",
                "--build-arg",
                "BASE=" + BASE,
                "--tag",
                name,
                "--file",
                "src/main/container/Dockerfile",
                folder.resolve("context").toString());
        assertThat(built.code()).as(built.text()).isZero();
        try (FunctionAccount account = FunctionAccount.open();
                RuntimeInterface runtime = new RuntimeInterface()) {
            ExecutionId id = new ExecutionId(UUID.randomUUID());
            try (Engine engine = Engine.builder(account.journal())
                    .artifacts(new InMemoryArtifactStore())
                    .workFolder(folder)
                    .providers(List.of(new ManualApprovalAction()))
                    .build()) {
                engine.submit(id, FunctionAccount.question(), StartRequest.by("ann"));
            }
            Map<String, String> variables = new HashMap<>(account.environment());
            variables.putAll(runtime.variables(RunnerHandler.class.getName()));
            // Who cannot use the cache says so, and does not begin.
            variables.put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
            Said started = run(variables);
            assertThat(started.code()).as(started.text()).isZero();
            assertThat(runtime.call("{\"penstock\": \"tick\"}"))
                    .as(docker("logs", name).text())
                    .contains("went on with 1");
            assertThat(new ExecutionReader(account.journal())
                            .state(id)
                            .orElseThrow()
                            .outcome())
                    .isEmpty();
            assertThat(account.journal().holder(id)).isEmpty();
            assertThat(runtime.call("{\"penstock\": \"tick\"}")).contains("went on with 0");
        }
    }

    @AfterEach
    void remove() throws Exception {
        docker("rm", "--force", "--volumes", name);
        docker("rmi", "--force", name);
    }

    /** Starts the function: as somebody who owns nothing of the image, with the memory and the processor of a function. */
    private Said run(Map<String, String> variables) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", name, "--network", "host"));
        words.addAll(List.of("--read-only", "--tmpfs", "/tmp:exec", "--user", "993:990", "--cap-drop", "ALL"));
        words.addAll(List.of("--memory", "1769m", "--cpus", "1"));
        variables.forEach((variable, value) -> words.addAll(List.of("--env", variable + "=" + value)));
        words.add(name);
        return docker(words.toArray(String[]::new));
    }

    /**
     * What the build of the function makes, quicker: the jar of all classes names the jars that they are in. Both are in one folder
     * in the image.
     */
    private void pack(Path context) throws IOException {
        Path lib = Files.createDirectory(context.resolve("container-lib"));
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
                String jar = "own-" + jars.size() + ".jar";
                jar(path, lib.resolve(jar));
                jars.add(jar);
            } else if (entry.endsWith(".jar") && !OF_TESTS.matcher(entry).find()) {
                String jar = path.getFileName().toString();
                // Three have the names that the image's class path has for them.
                String kept = OF_THE_RUNTIME.matcher(jar).find() ? jar.replaceAll("-[0-9][0-9.]*\\.jar$", ".jar") : jar;
                if (!jars.contains(kept)) {
                    Files.copy(path, lib.resolve(kept));
                    jars.add(kept);
                }
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
        try (OutputStream out = Files.newOutputStream(context.resolve("penstock-lambda-classes.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private record Said(int code, String text) {}

    private static Said docker(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
