package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code launcher/jdk.sh}, which both {@code mvnw} and {@code penstock} go by. */
final class JdkFinderIT {

    private static final Path SCRIPT = Path.of("..", "launcher", "jdk.sh").toAbsolutePath();

    @TempDir
    private Path home;

    @Test
    void takesTheNewestWhereverItIs() throws Exception {
        Path older = jdk(home.resolve("java home"), "98.0.2");
        Path newest = jdk(home.resolve(".jdks/some jdk"), "99.0.10");
        jdk(home.resolve(".sdkman/candidates/java/99"), "99.0.9");

        assertThat(shell("penstock_find_jdk; echo \"$PENSTOCK_JDK $PENSTOCK_JDK_VERSION\"", older))
                .isEqualTo(newest + " 99000010\n");
    }

    @Test
    void readsVersionsOfEveryShape() throws Exception {
        Path earlyAccess = jdk(home.resolve("ea"), "99-ea");
        Path fourParts = jdk(home.resolve("four"), "99.0.08.1");

        assertThat(shell("penstock_version_of '" + earlyAccess + "'; echo $penstock_number", home))
                .isEqualTo("99000000\n");
        assertThat(shell("penstock_version_of '" + fourParts + "'; echo $penstock_number", home))
                .isEqualTo("99000008\n");
    }

    @Test
    void passesOverWhatCannotCompile() throws Exception {
        Path runtime = jdk(home.resolve(".jdks/runtime"), "99.0.1");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(shell("penstock_find_jdk; echo \"$PENSTOCK_JDK\"", runtime)).doesNotContain(runtime.toString());
    }

    @Test
    void saysWhatItFoundWhereNothingIsNewEnough() throws Exception {
        jdk(home.resolve(".jdks/seventeen"), "17.0.3");

        assertThat(shell("penstock_wanted_java=100; penstock_find_jdk; penstock_no_jdk 2>&1", home))
                .contains("no JDK 100 or newer was found")
                .contains(home.resolve(".jdks/seventeen") + " (17.0.3)");
    }

    private static Path jdk(Path directory, String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String program : new String[] {"java", "javac"}) {
            Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return directory;
    }

    private String shell(String commands, Path javaHome) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-euc", ". '" + SCRIPT + "'; " + commands);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
