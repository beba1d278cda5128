package dev.penstock.local.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.CountingCommands.Counts;
import dev.penstock.secret.SecretMasker;
import dev.penstock.verdict.ArmCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "the programs of these tests are a shell's")
class ProgramCountsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ProgramCounts programs = new ProgramCounts(new SecretMasker());

    private Counts run(String script, Duration limit) throws InterruptedException {
        return programs.run(List.of("sh", "-c", script), Map.of("PENSTOCK_CANARY_SERVICE", "web; echo x"), limit);
    }

    @Test
    void countsOfBothArmsAreRead() throws InterruptedException {
        assertThat(run(
                        "echo '{\"canary\": {\"requests\": 120, \"bad\": 1}, \"baseline\": {\"requests\": 1080, \"bad\": 4}}'",
                        LONG))
                .isEqualTo(new Counts.Both(new ArmCounts(120, 1), new ArmCounts(1080, 4)));
    }

    @Test
    void aProgramMaySayThatItHasNoData() throws InterruptedException {
        assertThat(run("echo '{\"missing\": \"no log yet\"}'", LONG))
                .isInstanceOfSatisfying(
                        Counts.Nothing.class,
                        nothing -> assertThat(nothing.reason()).contains("no log yet"));
    }

    @Test
    void argumentsAndLabelsAreNeverTakenApart() throws InterruptedException {
        assertThat(programs.run(List.of("printf", "{\"missing\": \"%s\"}", "$HOME; `id` | cat"), Map.of(), LONG))
                .isInstanceOfSatisfying(
                        Counts.Nothing.class,
                        nothing -> assertThat(nothing.reason()).endsWith("$HOME; `id` | cat"));
        assertThat(run("printf '{\"missing\": \"%s\"}' \"$PENSTOCK_CANARY_SERVICE\"", LONG))
                .isInstanceOfSatisfying(
                        Counts.Nothing.class,
                        nothing -> assertThat(nothing.reason()).endsWith("web; echo x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo nothing",
                "echo '[]'",
                "true",
                "echo '{\"canary\": {\"requests\": 1, \"bad\": 0}}'",
                "echo '{\"canary\": {\"requests\": 1, \"bad\": 2}, \"baseline\": {\"requests\": 1, \"bad\": 0}}'",
                "echo '{\"canary\": {\"requests\": 1.5, \"bad\": 0}, \"baseline\": {\"requests\": 1, \"bad\": 0}}'",
                "echo '{\"canary\": {\"requests\": -1, \"bad\": 0}, \"baseline\": {\"requests\": 1, \"bad\": 0}}'",
                "yes | head -c 100000",
            })
    void whatIsNoAnswerIsAReadThatFailed(String script) {
        assertThatThrownBy(() -> run(script, LONG)).isInstanceOf(RemoteCallException.class);
    }

    @Test
    void aProgramThatFailsIsToldWithItsLastLineAndIsAskedAgain() {
        assertThatThrownBy(() -> run("echo first >&2; echo no such log >&2; exit 3", LONG))
                .isInstanceOfSatisfying(RemoteCallException.class, failure -> {
                    assertThat(failure)
                            .hasMessageContaining("ended with 3: no such log")
                            .hasMessageNotContaining("first");
                    assertThat(failure.kind().isWorthAskingAgain()).isTrue();
                });
    }

    @Test
    void aProgramThatTakesTooLongIsEndedWithAllThatItStarted(@TempDir Path folder) throws Exception {
        Path ids = folder.resolve("ids");
        assertThatThrownBy(() -> run("sleep 613 & echo $! $$ > '" + ids + "'; sleep 614", Duration.ofSeconds(2)))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("longer than 2000 ms");
        String[] started = Files.readString(ids).strip().split(" ");
        assertThat(started).hasSize(2);
        for (String id : started) {
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(id));
            if (left.isPresent()) {
                left.get().onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aProgramThatIsNotThereIsToldByItsName() {
        assertThatThrownBy(() -> programs.run(List.of("./count-nothing"), Map.of(), LONG))
                .isInstanceOfSatisfying(RemoteCallException.class, failure -> {
                    assertThat(failure).hasMessageContaining("'./count-nothing'");
                    assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
                });
    }
}
