package dev.penstock.simulator.service;

/**
 * Which names are meant.
 *
 * @param text a name, in which {@code *} stands for any text; empty for every name
 */
public record NamePattern(String text) {

    /** Every name. */
    public static final NamePattern ANY = new NamePattern("");

    /** All that contain a text, with no character of special meaning. */
    public static NamePattern containing(String text) {
        return new NamePattern("*" + text + "*");
    }

    /** Whether a name is meant. */
    public boolean matches(String name) {
        if (text.isEmpty()) {
            return true;
        }
        String[] parts = text.split("\\*", -1);
        if (parts.length == 1) {
            return name.equals(text);
        }
        String last = parts[parts.length - 1];
        int at = parts[0].length();
        if (!name.startsWith(parts[0]) || !name.endsWith(last)) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return at <= name.length() - last.length();
    }
}
