package dev.penstock.cli.terminal;

import dev.penstock.runner.text.Glyphs;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.Map;

/**
 * What the place that output goes to can show.
 *
 * @param interactive whether lines can be redrawn: a terminal that a person looks at
 * @param colour whether to send colours
 * @param unicode whether signs beyond ASCII arrive as they are
 */
public record Capabilities(boolean interactive, boolean colour, boolean unicode) {

    /** A file, a pipe, or the log of a build server. */
    public static final Capabilities NONE = new Capabilities(false, false, false);

    /**
     * Finds out what can be shown.
     *
     * <p>{@code NO_COLOR} switches colours off whatever else is said, {@code CLICOLOR_FORCE} switches them on where they
     * would not be, {@code CLICOLOR=0} off; {@code TERM=dumb} and {@code CI} say that nothing can be redrawn.
     *
     * @param terminal whether output goes to a terminal
     * @param environment environment variables
     * @param charset of the output
     */
    public static Capabilities of(boolean terminal, Map<String, String> environment, Charset charset) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean interactive = terminal && !dumb && !isSet(environment, "CI");
        CharsetEncoder encoder = charset.newEncoder();
        return new Capabilities(interactive, colour(terminal && !dumb, environment), encoder.canEncode('✓'));
    }

    private static boolean colour(boolean capable, Map<String, String> environment) {
        if (isSet(environment, "NO_COLOR")) {
            return false;
        }
        if (isSet(environment, "CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"))) {
            return true;
        }
        return capable && !"0".equals(environment.get("CLICOLOR"));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return !value.isEmpty()
                && !(name.equals("CI") && value.toLowerCase(Locale.ROOT).equals("false"));
    }

    /** The signs that can be shown. */
    public Glyphs glyphs() {
        return unicode ? Glyphs.UNICODE : Glyphs.ASCII;
    }
}
