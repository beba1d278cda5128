package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BuildExecutor} does alike. */
@Timeout(120)
public abstract class BuildExecutorContract {

    @TempDir
    protected Path folder;

    protected final List<String> printed = new ArrayList<>();
    protected final String buildId = "project:" + UUID.randomUUID();

    /** The executor under test. */
    protected abstract BuildExecutor executor();

    /** A location that it serves. */
    protected abstract BuildLocation location();

    /** Whether a process of the build with that in its command line is running. */
    protected abstract boolean isRunning(String commandLinePart) throws IOException, InterruptedException;

    @BeforeEach
    void makeSources() throws IOException {
        Files.createDirectories(folder.resolve("main/sub"));
        Files.writeString(folder.resolve("main/hello.txt"), "hello\n");
        Files.writeString(folder.resolve("main/run.sh"), "echo ran\n");
        assertThat(folder.resolve("main/run.sh").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(folder.resolve("main/link"), Path.of("hello.txt"));
        Files.createDirectories(folder.resolve("second"));
        Files.writeString(folder.resolve("second/two.txt"), "two\n");
        Files.createDirectories(folder.resolve("work"));
    }

    protected final BuildMachine machine(Map<String, String> variables, Map<String, String> secrets) {
        return machine(variables, secrets, BuildspecEnvironment.Shell.SH, false, Duration.ofMinutes(10));
    }

    private BuildMachine machine(
            Map<String, String> variables,
            Map<String, String> secrets,
            BuildspecEnvironment.Shell shell,
            boolean separateShells,
            Duration timeout) {
        Map<String, Path> sources = new LinkedHashMap<>();
        sources.put("Main", folder.resolve("main"));
        sources.put("Second-Source", folder.resolve("second"));
        BuildEnvironment.Builder environment = BuildEnvironment.builder().plain(variables);
        secrets.forEach(environment::secret);
        return new BuildMachine(
                buildId,
                location(),
                shell,
                separateShells,
                sources,
                environment.build(),
                false,
                timeout,
                folder.resolve("work"));
    }

    private BuildSession open() throws IOException, InterruptedException {
        return executor().open(machine(Map.of(), Map.of()), printed::add);
    }

    @Test
    void keepsVariablesFunctionsAndDirectoryFromCommandToCommand() throws Exception {
        try (BuildSession session = open()) {
            session.run("PLAIN=one; export SHARED='two words'; greet() { echo \"hi $1\"; }; cd sub");
            session.run("echo \"$PLAIN $SHARED\"; greet you; basename \"$PWD\"; sh -c 'echo \"$SHARED\"'");
        }
        assertThat(printed).containsExactly("one two words", "hi you", "sub", "two words");
    }

    @Test
    void tellsTheExactExitStatus() throws Exception {
        try (BuildSession session = open()) {
            assertThat(session.run("true")).isZero();
            assertThat(session.run("false")).isEqualTo(1);
            assertThat(session.run("(exit 42)")).isEqualTo(42);
            assertThat(session.run("false; true")).isZero();
            assertThat(session.run("no-such-command-anywhere")).isEqualTo(127);
            assertThat(session.run("sh -c 'kill -9 $$'")).isEqualTo(137);
        }
    }

    @Test
    void goesOnAfterACommandThatEndsTheShell() throws Exception {
        try (BuildSession session = open()) {
            assertThat(session.run("export KEPT=yes; cd sub; exit 3")).isEqualTo(3);
            assertThat(session.run("echo \"$KEPT\"; basename \"$PWD\"; exit 0")).isZero();
            assertThat(session.run("exec sh -c 'exit 5'")).isEqualTo(5);
            assertThat(session.run("kill -9 $$")).isEqualTo(137);
            assertThat(session.run("echo again \"$KEPT\"")).isZero();
            assertThat(session.run("if then")).isNotZero();
            assertThat(session.run("echo and again")).isZero();
        }
        assertThat(printed).startsWith("yes", "sub").endsWith("and again").contains("again yes");
    }

    @Test
    void survivesShellOptionsTrapsAndDescriptorsOfACommand() throws Exception {
        try (BuildSession session = open()) {
            assertThat(session.run("set -eu; exec 8>/dev/null 6</dev/null 9>/dev/null; IFS=x; set -x"))
                    .isZero();
            assertThat(session.run("set +x")).isZero();
            assertThat(session.run("false")).isEqualTo(1);
            assertThat(session.run("trap 'echo bye' EXIT; exit 7")).isEqualTo(7);
            assertThat(session.run("echo here")).isZero();
        }
        assertThat(printed).contains("bye").endsWith("here");
    }

    @Test
    void runsCommandsOfSeveralLinesAndOddCharactersAsTheyAre() throws Exception {
        String command = """
                cat <<'END'
                 a  b\\c 'd' "e" $f `g` \t- ü€𝄞
                .
                END
                for i in 1 2; do
                  echo "n$i"
                done
                """;
        try (BuildSession session = open()) {
            assertThat(session.run(command)).isZero();
        }
        assertThat(printed).containsExactly(" a  b\\c 'd' \"e\" $f `g` \t- ü€𝄞", ".", "n1", "n2");
    }

    @Test
    void givesVariablesToCommandsAsTheyAre() throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SHELLY", "$(touch hacked) `touch hacked` $HOME ; touch hacked & ' \" \\ *");
        variables.put("LINES", "one\ntwo");
        variables.put("EMPTY", "");
        try (BuildSession session =
                executor().open(machine(variables, Map.of("TOKEN", "s3cr3t'$(id)")), printed::add)) {
            session.run("printf '%s|' \"$SHELLY\" \"$LINES\" \"${EMPTY-unset}\" \"$TOKEN\"; echo; ls");
            assertThat(session.variables(List.of("SHELLY", "LINES", "EMPTY", "TOKEN", "NOT_SET")))
                    .isEqualTo(Map.of(
                            "SHELLY", variables.get("SHELLY"),
                            "LINES", "one\ntwo",
                            "EMPTY", "",
                            "TOKEN", "s3cr3t'$(id)"));
        }
        assertThat(printed.getFirst()).isEqualTo(variables.get("SHELLY") + "|one");
        assertThat(printed.get(1)).isEqualTo("two||s3cr3t'$(id)|");
        assertThat(printed).doesNotContain("hacked");
    }

    @Test
    void tellsVariablesThatAreNotExported() throws Exception {
        try (BuildSession session = open()) {
            session.run("VERSION=1.2; export OTHER=3");
            assertThat(session.variables(List.of("VERSION", "OTHER")))
                    .isEqualTo(Map.of("VERSION", "1.2", "OTHER", "3"));
        }
    }

    @Test
    void exportsAVariableForTheCommandsToCome() throws Exception {
        try (BuildSession session = open()) {
            session.export("STATE", "it's 1");
            session.run("sh -c 'echo \"$STATE\"'");
            session.export("STATE", "0");
            session.run("sh -c 'echo \"$STATE\"'");
        }
        assertThat(printed).containsExactly("it's 1", "0");
    }

    @Test
    void showsTheSources() throws Exception {
        try (BuildSession session = open()) {
            session.run("cat hello.txt link; ./run.sh; test -L link && echo linked");
            session.run("cat \"$CODEBUILD_SRC_DIR_Second_Source/two.txt\"");
            session.run(
                    "test \"$PWD\" = \"$CODEBUILD_SRC_DIR\" && test \"$PWD\" = \"$CODEBUILD_SRC_DIR_Main\" && echo same");
            session.run("echo \"$CODEBUILD_BUILD_ID\"");
            assertThat(session.variables(List.of("CODEBUILD_SRC_DIR")))
                    .isEqualTo(Map.of("CODEBUILD_SRC_DIR", session.sourceDirectory()));
        }
        assertThat(printed).containsExactly("hello", "hello", "ran", "linked", "two", "same", buildId);
    }

    @Test
    void givesBackWhatTheBuildMade() throws Exception {
        try (BuildSession session = open()) {
            session.run("mkdir -p out/deep; echo made > out/deep/file; cp run.sh out/; ln -s deep/file out/link");
            Path out = session.folder(session.sourceDirectory() + "/out").orElseThrow();
            assertThat(out.resolve("deep/file")).hasContent("made");
            assertThat(Files.isExecutable(out.resolve("run.sh"))).isTrue();
            assertThat(Files.readSymbolicLink(out.resolve("link"))).hasToString("deep/file");
            assertThat(session.folder(session.sourceDirectory() + "/none")).isEmpty();
        }
    }

    @Test
    void printsBothOutputsInOrderAndUnfinishedLines() throws Exception {
        try (BuildSession session = open()) {
            session.run("echo one; echo two >&2; printf three");
            session.run("printf 'four\\r\\n'; printf '\\377five'");
        }
        assertThat(printed).containsExactly("one", "two", "three", "four", "\uFFFDfive");
    }

    @Test
    void followsACommandThatTakesItsTime() throws Exception {
        try (BuildSession session = open()) {
            assertThat(session.run("echo first; sleep 1.5; echo second; sleep 1; echo third; (exit 7)"))
                    .isEqualTo(7);
        }
        assertThat(printed).containsExactly("first", "second", "third");
    }

    @Test
    void boundsLongLines() throws Exception {
        try (BuildSession session = open()) {
            session.run("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo after");
        }
        assertThat(printed).hasSize(2).last().isEqualTo("after");
        assertThat(printed.getFirst()).hasSizeLessThan(300_000).startsWith("xxx");
    }

    @Test
    void commandsReadNothing() throws Exception {
        try (BuildSession session = open()) {
            session.run("cat; read -r line || echo 'end of input'");
        }
        assertThat(printed).containsExactly("end of input");
    }

    @Test
    void runsEachCommandInItsOwnShellIfAsked() throws Exception {
        BuildMachine machine =
                machine(Map.of("GIVEN", "g"), Map.of(), BuildspecEnvironment.Shell.SH, true, Duration.ofMinutes(10));
        try (BuildSession session = executor().open(machine, printed::add)) {
            session.run("export A=1; cd sub");
            session.run("echo \"${A-unset} $GIVEN\"; test \"$PWD\" = \"$CODEBUILD_SRC_DIR\" && echo home");
            assertThat(session.run("exit 4")).isEqualTo(4);
        }
        assertThat(printed).containsExactly("unset g", "home");
    }

    @Test
    void usesBashIfAsked() throws Exception {
        BuildMachine machine =
                machine(Map.of(), Map.of(), BuildspecEnvironment.Shell.BASH, false, Duration.ofMinutes(10));
        try (BuildSession session = executor().open(machine, printed::add)) {
            session.run("list=(a b); [[ ${#list[@]} == 2 ]] && echo bash");
        }
        assertThat(printed).containsExactly("bash");
    }

    @Test
    void refusesShellsOfWindows() {
        BuildMachine machine =
                machine(Map.of(), Map.of(), BuildspecEnvironment.Shell.POWERSHELL, false, Duration.ofMinutes(10));
        assertThatThrownBy(() -> executor().open(machine, printed::add))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("env/shell");
    }

    @Test
    void endsWhatTheBuildLeftRunning() throws Exception {
        try (BuildSession session = open()) {
            session.run("nohup sh -c 'exec sleep 98761' >/dev/null 2>&1 &");
            session.run("(sh -c 'exec sleep 98762' &) ; exit 0");
            session.run("echo goes on");
            awaitRunning("sleep 98761");
        }
        assertThat(isRunning("sleep 98761")).isFalse();
        assertThat(isRunning("sleep 98762")).isFalse();
        assertThat(printed).contains("goes on");
    }

    @Test
    void stopsWhenTheTimeIsUp() throws Exception {
        BuildMachine machine =
                machine(Map.of(), Map.of(), BuildspecEnvironment.Shell.SH, false, Duration.ofMillis(1500));
        try (BuildSession session = executor().open(machine, printed::add)) {
            assertThatThrownBy(() -> session.run("echo begun; sleep 98763")).isInstanceOf(BuildTimeoutException.class);
        }
        assertThat(isRunning("sleep 98763")).isFalse();
    }

    @Test
    void endsACommandThatIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (BuildSession session = executor().open(machine(Map.of(), Map.of()), line -> begun.countDown())) {
                session.run("echo begun; sleep 98764");
                outcome.complete(new AssertionError("not interrupted"));
            } catch (Exception e) {
                outcome.complete(e);
            }
        });
        begun.await();
        thread.interrupt();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(isRunning("sleep 98764")).isFalse();
    }

    @Test
    void endsWhatIsLeftOfAnEarlierRunOfTheSameBuild() throws Exception {
        BuildSession lost = open();
        lost.run("nohup sleep 98765 >/dev/null 2>&1 &");
        awaitRunning("sleep 98765");
        try (BuildSession session = open()) {
            assertThat(isRunning("sleep 98765")).isFalse();
            assertThat(session.run("echo fresh")).isZero();
        }
        assertThat(printed).containsExactly("fresh");
        lost.close();
    }

    /** A shell that starts something in the background goes on before that runs. */
    private void awaitRunning(String commandLinePart) throws Exception {
        while (!isRunning(commandLinePart)) {
            Thread.onSpinWait();
        }
    }
}
