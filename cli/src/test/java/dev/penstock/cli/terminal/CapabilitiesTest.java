package dev.penstock.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.TerminalSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void aTerminalIsRedrawnInColour() {
        assertThat(Capabilities.of(true, Map.of("TERM", "xterm"), UTF_8)).isEqualTo(new Capabilities(true, true, true));
    }

    @Test
    void aPipeGetsPlainLines() {
        assertThat(Capabilities.of(false, Map.of("TERM", "xterm"), UTF_8))
                .isEqualTo(new Capabilities(false, false, true));
    }

    @Test
    void noColorWinsOverClicolorForce() {
        assertThat(Capabilities.of(true, Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), UTF_8)
                        .colour())
                .isFalse();
        assertThat(Capabilities.of(true, Map.of("NO_COLOR", ""), UTF_8).colour())
                .isTrue();
    }

    @Test
    void clicolorForceColoursAPipe() {
        assertThat(Capabilities.of(false, Map.of("CLICOLOR_FORCE", "1"), UTF_8).colour())
                .isTrue();
        assertThat(Capabilities.of(false, Map.of("CLICOLOR_FORCE", "0"), UTF_8).colour())
                .isFalse();
        assertThat(Capabilities.of(true, Map.of("CLICOLOR", "0"), UTF_8).colour())
                .isFalse();
    }

    @Test
    void dumbTerminalsAndBuildServersAreNotRedrawn() {
        assertThat(Capabilities.of(true, Map.of("TERM", "dumb"), UTF_8))
                .isEqualTo(new Capabilities(false, false, true));
        assertThat(Capabilities.of(true, Map.of("CI", "true"), UTF_8).interactive())
                .isFalse();
        assertThat(Capabilities.of(true, Map.of("CI", "false"), UTF_8).interactive())
                .isTrue();
    }

    @Test
    void signsAreAsciiWhereTheCharsetIs() {
        assertThat(Capabilities.of(true, Map.of(), US_ASCII).glyphs()).isEqualTo(Glyphs.ASCII);
    }

    @Test
    void readsTheSizeThatSttyPrints() {
        assertThat(TerminalProbe.parse("50 132\n")).contains(new TerminalSize(132, 50));
        assertThat(TerminalProbe.parse("0 0\n")).isEmpty();
        assertThat(TerminalProbe.parse("")).isEmpty();
        assertThat(TerminalProbe.size(Map.of("COLUMNS", "72", "LINES", "30"))).isEqualTo(new TerminalSize(72, 30));
        assertThat(TerminalProbe.size(Map.of("COLUMNS", "20")).columns()).isEqualTo(60);
    }
}
