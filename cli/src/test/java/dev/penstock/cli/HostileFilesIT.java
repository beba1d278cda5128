package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that mean harm, given to each command that reads files of others: it says what is wrong with them, under an id, and
 * neither fails by itself nor takes what the machine has.
 */
class HostileFilesIT {

    /** Far more than any takes, for a machine that is busy with other things. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final boolean ALL = Boolean.getBoolean("penstock.everyCell");
    private static final int DIFFERENT = 5;

    /** Where nothing of a file counts, as a member that Travis does not know, a warning is enough; our own mistakes are 70. */
    private static final List<Integer> ALLOWED = List.of(ExitCode.SUCCEEDED.number(), ExitCode.INVALID.number());

    @TempDir
    private Path folder;

    /** What a file is called, and what makes it. */
    private interface Making {
        void at(Path file) throws IOException;
    }

    private static Making text(String text) {
        return file -> Files.write(file, text.getBytes(UTF_8));
    }

    private static Making bytes(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return file -> Files.write(file, all);
    }

    /** A file with a hole: it has that size, and nothing in it. */
    private static Making hole(long size) {
        return file -> {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(size);
            }
        };
    }

    private static Map<String, Making> files() {
        Map<String, Making> files = new LinkedHashMap<>();
        files.put("deep.json", text("[".repeat(400_000)));
        files.put("objects.json", text("{\"a\":".repeat(150_000)));
        files.put("deep.yml", text("- ".repeat(200_000)));
        files.put("flow.yml", text("[".repeat(400_000)));
        files.put("aliases.yml", text(aliases()));
        files.put("itself.yml", text("a: &a [*a]"));
        files.put("merge.yml", text("a: &a {<<: *a, b: 1}"));
        files.put("keys.yml", text("? [a, {b: c}]\n: d\n? {e: f}\n: g\n"));
        files.put("tags.yml", text("!!java.net.URL [https://penstock.invalid/]"));
        files.put("huge.yml", hole(6L << 30));
        files.put("long.yml", text("name: " + "x".repeat(3 << 20)));
        files.put("number.yml", text("name: 1e999999999\nstages: 9999999999999999999999999999999e-999999999\n"));
        files.put("number.json", text("{\"name\": 1e999999999, \"stages\": -1E+2147483647}"));
        files.put("nothing.yml", text(""));
        files.put("zeros.json", bytes(0, 0, 0, 0, 0));
        files.put("half.yml", bytes(0xFF, 0xFE, 0x00, 0xD8, 0x61));
        files.put("invalid.yml", bytes(0xC3, 0x28, 0xF0, 0x90, 0x28, 0xBC));
        files.put("terminal.yml", text("name: \"\\e]0;owned\\a\\e[2J\"\nstages: \u001b[31m"));
        files.put("template.yml", text("""
                Parameters:
                  P: {Type: Number, Default: 5, MinValue: 1e999999999}
                  Q: {Type: String, AllowedPattern: '(a|aa)+\\1?z', Default: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'}
                Conditions: {A: !Condition B, B: !Condition A}
                Resources: {P: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: !Sub "${P.${Q}}"}}}
                """));
        files.put("compose.yml", text("""
                services:
                  web: {image: shop, cpus: 1e999999999, environment: {A: 1e999999999, B: %s}, mem_limit: 9e99999999k}
                """.formatted("9".repeat(900_000))));
        files.put(
                "digits.json",
                text("{\"containerDefinitions\": [{\"name\": \"a\", \"image\": \"b\", \"x\": " + "9".repeat(900_000)
                        + ", \"cpu\": 1e999999999}], \"family\": \"c\"}"));
        return files;
    }

    /** Nine levels of nine: three thousand million values out of a few lines. */
    private static String aliases() {
        StringBuilder text = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level <= 9; level++) {
            String before = "*l" + (level - 1);
            text.append("l%1$d: &l%1$d [".formatted(level))
                    .append(String.join(", ", Collections.nCopies(9, before)))
                    .append("]\n");
        }
        return text.toString();
    }

    /** First those whose readers differ from each other. */
    private static List<String[]> commands() {
        return List.of(
                new String[] {"validate", "FILE"},
                new String[] {"import", "compose", "FILE", "--to", "beanstalk:shop/live"},
                new String[] {"verdict", "replay", "FILE"},
                new String[] {"verdict", "check", "FILE"},
                new String[] {"simulate", "--faults", "FILE", "--", "true"},
                new String[] {"lint", "FILE"},
                new String[] {"run", "FILE", "--simulate"},
                new String[] {"run", "good.yml", "--simulate", "--settings", "FILE"},
                new String[] {"run", "good.yml", "--simulate", "--parameters", "FILE"},
                new String[] {"import", "travis", "FILE"},
                new String[] {"convert", "FILE", "--to", "task-definition"},
                new String[] {"pipeline", "put", "FILE", "--bucket", "none"});
    }

    @TestFactory
    Stream<DynamicTest> everyCommandSaysWhatIsWrongWithIt() throws IOException {
        Files.writeString(folder.resolve("good.yml"), "Resources: {}\n");
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Making> file : files().entrySet()) {
            file.getValue().at(folder.resolve(file.getKey()));
            for (String[] command : ALL ? commands() : commands().subList(0, DIFFERENT)) {
                String[] call = Arrays.stream(command)
                        .map(word -> word.equals("FILE") ? file.getKey() : word)
                        .toArray(String[]::new);
                tests.add(DynamicTest.dynamicTest(String.join(" ", call), () -> isRefused(call)));
            }
        }
        return tests.stream();
    }

    private void isRefused(String... call) {
        Console console = new Console(folder);
        int code = assertTimeoutPreemptively(PATIENCE, () -> console.run(call));
        String said = console.out() + console.err();
        assertThat(said).as("code %s", code).doesNotContain("at dev.penstock", "\u001b[31m");
        assertThat(code).as(said).isIn(ALLOWED);
        if (code != ExitCode.SUCCEEDED.number()) {
            assertThat(said).containsPattern("PEN-[A-Z]+-[0-9]{3}");
        }
    }
}
