package dev.penstock.runner.text;

/** What a piece of text means to the eye. Terminals without colour show them all alike. */
public enum Tone {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    BUSY("36"),
    ATTENTION("33");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text in this tone, as ANSI terminals have it ({@code SGR}). */
    public String paint(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
