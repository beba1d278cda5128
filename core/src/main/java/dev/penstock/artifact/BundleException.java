package dev.penstock.artifact;

import java.io.IOException;

/**
 * A bundle was refused, because it is damaged or because taking it apart could do harm. Nothing of it is left behind.
 *
 * <p>The message is a full sentence that names the bundle and the entry.
 */
public final class BundleException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String entry;

    BundleException(Reason reason, String bundle, String entry, String what) {
        super(message(bundle, entry, what));
        this.reason = reason;
        this.entry = entry;
    }

    private static String message(String bundle, String entry, String what) {
        return entry.isEmpty()
                ? "The bundle " + bundle + " is refused: " + what + "."
                : "The bundle " + bundle + " is refused: its entry '" + printable(entry) + "' " + what + ".";
    }

    /** Names come from strangers: what could move a terminal's cursor, or fill the screen, is not shown. */
    private static String printable(String name) {
        var shown = new StringBuilder();
        name.codePoints().limit(200).forEach(character -> {
            if (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return name.codePointCount(0, name.length()) > 200 ? shown + "…" : shown.toString();
    }

    /** The problem's stable id, such as {@code PEN-ARTIFACT-003}. */
    public String id() {
        return reason.id();
    }

    /** What sort of problem it is. */
    public Reason reason() {
        return reason;
    }

    /** The name of the entry that is at fault, as it stands in the bundle; empty for the bundle as a whole. */
    public String entry() {
        return entry;
    }

    /** Why a bundle is refused. */
    public enum Reason {
        /** It is not a ZIP file, or its directory is damaged. */
        DAMAGED("PEN-ARTIFACT-001"),
        /** An entry's name is absolute or has a drive letter. */
        ABSOLUTE_NAME("PEN-ARTIFACT-002"),
        /** An entry's name leads upwards ({@code ..}). */
        NAME_LEADS_OUT("PEN-ARTIFACT-003"),
        /** An entry's name has a backslash, a control character, an empty part or a part that is a single dot. */
        STRANGE_NAME("PEN-ARTIFACT-004"),
        /** An entry's name is too long. */
        LONG_NAME("PEN-ARTIFACT-005"),
        /** Two entries have one name. */
        DUPLICATE("PEN-ARTIFACT-006"),
        /** Two entries' names differ in case only, and the file system does not tell them apart. */
        CASE_CLASH("PEN-ARTIFACT-007"),
        /** An entry lies below another one that is no folder. */
        NOT_A_FOLDER("PEN-ARTIFACT-008"),
        /** A symbolic link leads out of the bundle, or in circles. */
        LINK_LEADS_OUT("PEN-ARTIFACT-009"),
        /** An entry is a device, a pipe or a socket. */
        SPECIAL_FILE("PEN-ARTIFACT-010"),
        /** It has too many entries. */
        TOO_MANY_ENTRIES("PEN-ARTIFACT-011"),
        /** It would take too much room. */
        TOO_LARGE("PEN-ARTIFACT-012"),
        /** It unpacks to suspiciously much more than it is. */
        SUSPICIOUS_RATIO("PEN-ARTIFACT-013"),
        /** Entries share bytes. */
        OVERLAP("PEN-ARTIFACT-014"),
        /** An entry is encrypted, or compressed by another method than {@code deflate}. */
        UNSUPPORTED("PEN-ARTIFACT-015"),
        /** An entry's content is not what its directory says. */
        WRONG_CONTENT("PEN-ARTIFACT-016");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** The stable id. */
        public String id() {
            return id;
        }
    }
}
