package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The EB CLI of PyPI, in a virtual environment of Python's below {@code target}. Where it cannot be had the test is skipped with the
 * reason, or fails if {@code PENSTOCK_REQUIRE_EB} is {@code true}.
 */
record EbCli(ForeignProgram eb) {

    private static final Path PLACE = Path.of("target", "awsebcli").toAbsolutePath();
    private static final int PATIENCE_MINUTES = 5;

    /** Finds it, or installs it. */
    static EbCli find(Path directory, Map<String, String> environment) throws Exception {
        Path program = PLACE.resolve("bin/eb");
        if (!Files.isExecutable(program)) {
            Optional<String> obstacle = call("python3", "-m", "venv", PLACE.toString());
            if (obstacle.isEmpty()) {
                obstacle = call(PLACE.resolve("bin/pip").toString(), "install", "-q", "-r", requirements());
            }
            obstacle.ifPresent(reason -> missing("The EB CLI cannot be installed: " + reason));
        }
        return new EbCli(ForeignProgram.find(directory, environment, List.of(program.toString()), "--version"));
    }

    private static void missing(String reason) {
        if ("true".equals(System.getenv("PENSTOCK_REQUIRE_EB"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    private static String requirements() throws URISyntaxException {
        return Path.of(EbCli.class.getResource("ebcli-requirements.txt").toURI())
                .toString();
    }

    /** What went wrong, if anything did. */
    private static Optional<String> call(String... line) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return Optional.of("it takes too long");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Calls it, and says what it said. */
    String does(String line) throws IOException, InterruptedException {
        ForeignProgram.Answer answer = eb.call(line.split("\\s+"));
        assertThat(answer.exitCode())
                .as("eb " + line + "\n" + answer.out() + answer.err())
                .isZero();
        return answer.out();
    }
}
