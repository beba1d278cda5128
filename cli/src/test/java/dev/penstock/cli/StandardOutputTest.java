package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anAnswerThatCouldNotBeWrittenIsNoSuccess() {
        assertThat(answer("No space left on device", 0)).isEqualTo(ExitCode.MACHINE.number());

        assertThat(err.toString(UTF_8))
                .isEqualTo("penstock: Not all of the output could be written: No space left on device."
                        + " [PEN-MACHINE-003]\n");
    }

    @Test
    void aReaderThatHasHadEnoughIsNoFailure() {
        assertThat(answer("Broken pipe", 0)).isZero();

        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void whatFailedByItselfKeepsItsCode() {
        assertThat(answer("No space left on device", 4)).isEqualTo(4);
    }

    private int answer(String fault, int exitCode) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(fault);
            }
        };
        Surroundings of = new Console().surroundings();
        var surroundings = new Surroundings(
                new StandardOutput(broken, UTF_8),
                new PrintStream(err, true, UTF_8),
                of.in(),
                of.environment(),
                of.directory(),
                of.terminals(),
                UTF_8);
        surroundings.out().println("{}");
        return Main.heard(exitCode, surroundings);
    }
}
