package dev.penstock.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.testing.LiveThreads;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon runs builds one after the other in one JVM, and a parallel build the goals of many modules at once. */
@Timeout(180)
class GoalsOfOneJvmTest {

    private static final Path SAMPLE = Path.of("..", "samples", "maven-plugin");

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    @Test
    void runsOfTwoModulesAtOnceAndOfALaterBuildKeepApart() throws Exception {
        Set<String> threads = LiveThreads.in("dev.penstock");
        Properties before = (Properties) System.getProperties().clone();
        List<Path> modules = List.of(module("one"), module("two"));

        together(modules);
        together(modules);

        for (Path module : modules) {
            assertThat(module.resolve(".penstock/simulated/journal.db")).isNotEmptyFile();
        }
        assertThat(said.stream().filter(line -> line.contains("Succeeded") || line.contains("succeeded")))
                .as("two modules, two builds: " + said)
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(System.getProperties().entrySet().stream()
                        .filter(set -> !before.entrySet().contains(set)))
                .as("what a goal sets, all builds of the JVM would see; the time zone is the JDK's own note")
                .allMatch(set -> set.getKey().equals("user.timezone"));
        assertThat(threads).as("no thread is left").containsAll(LiveThreads.in("dev.penstock"));
    }

    /** What Maven is told, so that it neither warns of parallel builds nor runs the goals one by one. */
    @Test
    void everyGoalSaysThatItIsThreadSafe() throws IOException {
        Path descriptor = Path.of("target", "classes", "META-INF", "maven", "plugin.xml");
        // Written by the build, between compiling and testing.
        assumeTrue(Files.exists(descriptor), descriptor + " is not written yet");
        assertThat(Files.readString(descriptor).split("<threadSafe>true</threadSafe>", -1))
                .as("validate, plan and run")
                .hasSize(4);
    }

    private void together(List<Path> modules) throws Exception {
        try (ExecutorService builds = Executors.newFixedThreadPool(modules.size())) {
            List<Callable<Void>> runs = modules.stream()
                    .<Callable<Void>>map(module -> () -> run(module))
                    .toList();
            for (Future<Void> run : builds.invokeAll(runs)) {
                run.get();
            }
        }
    }

    private Void run(Path module) throws Exception {
        var goal = new RunMojo();
        set(goal, PenstockMojo.class, "basedir", module.toFile());
        set(goal, DefinitionMojo.class, "simulate", true);
        set(goal, DefinitionMojo.class, "variables", Map.of("Retention", "86400"));
        goal.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                said.add(content.toString());
            }
        });
        goal.execute();
        return null;
    }

    /** As Maven does it. */
    private static void set(AbstractMojo goal, Class<?> declaring, String parameter, Object value) throws Exception {
        Field field = declaring.getDeclaredField(parameter);
        field.setAccessible(true);
        field.set(goal, value);
    }

    private Path module(String name) throws IOException {
        Path module = folder.resolve(name);
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String relative = SAMPLE.relativize(file).toString();
                if (!relative.startsWith("target") && !relative.startsWith(".penstock" + File.separator)) {
                    Path copy = module.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return module;
    }
}
