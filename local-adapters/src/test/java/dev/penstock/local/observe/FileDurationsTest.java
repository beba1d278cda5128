package dev.penstock.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.DurationEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDurationsTest {

    private static final String KIND = "ecs-service-deployment";
    private static final AwsScope SCOPE = new AwsScope(
            Optional.of("eu-central-1"),
            List.of("arn:aws:iam::111122223333:role/one", "arn:aws:iam::444455556666:role/two"));

    @TempDir
    Path folder;

    @Test
    void aLaterRunKnowsWhatAnEarlierOneLearned() throws IOException {
        DurationEstimate learned;
        try (FileDurations first = durations()) {
            first.took(KIND, SCOPE, Duration.ofSeconds(80));
            first.took(KIND, SCOPE, Duration.ofSeconds(100));
            first.took(KIND, AwsScope.OWN, Duration.ofSeconds(5));
            learned = first.of(KIND, SCOPE);
        }

        assertThat(learned.count()).isEqualTo(2);
        assertThat(durations().of(KIND, SCOPE)).isEqualTo(learned);
        assertThat(durations().of(KIND, AwsScope.OWN).count()).isEqualTo(1);
        assertThat(durations().of("another", SCOPE)).isEqualTo(DurationEstimate.PRIOR);
        assertThat(Files.readString(file())).startsWith("penstock durations 1\n");
    }

    @Test
    void nothingIsReadOrMadeBeforeItIsAsked() throws IOException {
        Files.writeString(file(), "not to be read");
        try (FileDurations unused = durations()) {
            assertThat(unused).isNotNull();
        }
        assertThat(Files.readString(file())).isEqualTo("not to be read");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "penstock durations 2\n",
                "penstock durations 1\nhalf a li",
                "penstock durations 1\nkind\t\t\tmany\t1\t1\n",
                "penstock durations 1\nkind\t\t\t3\tNaN\t1\n",
                "penstock durations 1\nkind\t\t\t3\t1\t-1\n",
                "\u0000\u0001"
            })
    void aDamagedFileIsForgottenAndLearnedAnew(String damaged) throws IOException {
        Files.writeString(file(), damaged);
        try (FileDurations durations = durations()) {
            assertThat(durations.of("kind", AwsScope.OWN)).isEqualTo(DurationEstimate.PRIOR);
            durations.took("kind", AwsScope.OWN, Duration.ofSeconds(80));
        }
        assertThat(durations().of("kind", AwsScope.OWN).count()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoTextAreForgotten() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        assertThat(durations().of("kind", AwsScope.OWN)).isEqualTo(DurationEstimate.PRIOR);
    }

    @Test
    void whatCannotBeWrittenIsKnownUntilTheEnd() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("in-the-way"), "a file");
        try (FileDurations durations = new FileDurations(inTheWay.resolve("durations"))) {
            durations.took(KIND, SCOPE, Duration.ofSeconds(80));
            assertThat(durations.of(KIND, SCOPE).count()).isEqualTo(1);
        }
    }

    @Test
    void twoRunsAtOnceLoseNothingOfEachOther() throws Exception {
        List<FileDurations> runs = List.of(durations(), durations(), durations());
        List<Thread> threads = new ArrayList<>();
        for (FileDurations run : runs) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10; i++) {
                    run.took(KIND, SCOPE, Duration.ofSeconds(80));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        runs.forEach(FileDurations::close);

        assertThat(durations().of(KIND, SCOPE).count()).isEqualTo(30);
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void whatOthersLearnedIsTakenInWithTheNextWrite() {
        try (FileDurations ours = durations();
                FileDurations theirs = durations()) {
            ours.took(KIND, SCOPE, Duration.ofSeconds(80));
            ours.close();
            theirs.took(KIND, SCOPE, Duration.ofSeconds(90));
            theirs.close();
            ours.took(KIND, SCOPE, Duration.ofSeconds(100));
            ours.close();
            assertThat(ours.of(KIND, SCOPE).count()).isEqualTo(3);
        }
    }

    @Test
    void thePastWeighsNoMoreThanFiftyDurations() {
        List<Runnable> writes = new ArrayList<>();
        FileDurations durations = new FileDurations(file(), writes::add);
        for (int i = 0; i < 1000; i++) {
            durations.took(KIND, SCOPE, Duration.ofMinutes(1));
        }
        assertThat(durations.of(KIND, SCOPE).count()).isEqualTo(Estimates.MOST_WEIGHT);
        for (int i = 0; i < 100; i++) {
            durations.took(KIND, SCOPE, Duration.ofMinutes(10));
        }
        assertThat(Math.exp(durations.of(KIND, SCOPE).mean())).isGreaterThan(400);
        assertThat(writes).as("one write at a time").hasSize(1);
    }

    @Test
    void theFileStaysSmall() throws IOException {
        List<Runnable> writes = new ArrayList<>();
        FileDurations durations = new FileDurations(file(), writes::add);
        for (int i = 0; i < Estimates.MOST + 10; i++) {
            durations.took("kind-" + i, SCOPE, Duration.ofMinutes(1));
        }
        durations.took("a\tkind,that\ncannot be written", SCOPE, Duration.ofMinutes(1));
        writes.forEach(Runnable::run);

        List<String> lines = Files.readAllLines(file(), StandardCharsets.UTF_8);
        assertThat(lines).hasSizeBetween(Estimates.MOST, Estimates.MOST + 1);
        assertThat(lines.get(1)).startsWith("kind-11\t");
        assertThat(durations().of("kind-12", SCOPE).count()).isEqualTo(1);
    }

    private FileDurations durations() {
        return new FileDurations(file());
    }

    private Path file() {
        return folder.resolve("durations");
    }
}
