package dev.penstock.samples.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and build tools load a program again and again in one JVM, and must get rid of the last one. */
@Timeout(120)
class ClassLoaderTest {

    @TempDir
    Path folder;

    /** In a JVM of its own, as soft references of the JDK are to be cleared by each collection. */
    @Test
    void nothingHoldsTheClassesOfALibraryThatWasClosed() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedAndLeft.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(server.getInputStream().readAllBytes(), UTF_8);

        assertThat(server.waitFor()).as(said).isZero();
        assertThat(said).contains("class loaders left: false", "threads left: []");
        assertThat(said.lines().filter("SUCCEEDED"::equals)).hasSize(2);
        assertThat(folder.resolve("first").resolve("journal.db")).exists();
        assertThat(folder.resolve("second").resolve("journal.db")).exists();
    }
}
