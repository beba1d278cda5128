package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks the names of a bundle's entries: each for itself, and against each other. A name is a relative path with forward
 * slashes; a folder's ends in one.
 */
final class EntryNames {

    private static final int MAXIMUM_BYTES = 4096;
    private static final int MAXIMUM_PART_BYTES = 255;

    private final String bundle;
    private final boolean caseMatters;
    private final Map<String, EntryKind> byPath = new HashMap<>();
    private final Map<String, String> folded = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    EntryNames(String bundle, boolean caseMatters) {
        this.bundle = bundle;
        this.caseMatters = caseMatters;
    }

    /** Takes the next entry. */
    void add(String name, EntryKind kind) throws BundleException {
        checkForm(name);
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        EntryKind before = byPath.putIfAbsent(path, kind);
        if (before != null) {
            throw refused(Reason.DUPLICATE, name, "is there twice");
        }
        if (kind != EntryKind.FOLDER && parents.contains(path)) {
            throw refused(Reason.NOT_A_FOLDER, name, "is no folder, but other entries lie below it");
        }
        checkCase(path, name);
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String parent = path.substring(0, slash);
            EntryKind above = byPath.get(parent);
            if (above != null && above != EntryKind.FOLDER) {
                throw refused(Reason.NOT_A_FOLDER, name, "lies below '" + parent + "', which is no folder");
            }
            if (!parents.add(parent)) {
                break;
            }
            checkCase(parent, name);
        }
    }

    private void checkForm(String name) throws BundleException {
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
            throw refused(Reason.ABSOLUTE_NAME, name, "has an absolute name");
        }
        if (name.indexOf('\\') >= 0) {
            throw refused(Reason.STRANGE_NAME, name, "has a backslash in its name; names use forward slashes");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw refused(Reason.STRANGE_NAME, name, "has a control character in its name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
            throw refused(Reason.LONG_NAME, name, "has a name of more than " + MAXIMUM_BYTES + " bytes");
        }
        for (String part : (name.endsWith("/") ? name.substring(0, name.length() - 1) : name).split("/", -1)) {
            checkPart(name, part);
        }
    }

    private void checkPart(String name, String part) throws BundleException {
        if (part.equals("..")) {
            throw refused(Reason.NAME_LEADS_OUT, name, "leads out of the bundle");
        }
        if (part.isEmpty() || part.equals(".")) {
            throw refused(Reason.STRANGE_NAME, name, "has an empty part or a single dot in its name");
        }
        if (part.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_PART_BYTES) {
            throw refused(
                    Reason.LONG_NAME, name, "has a part of more than " + MAXIMUM_PART_BYTES + " bytes in its name");
        }
    }

    private void checkCase(String path, String name) throws BundleException {
        if (caseMatters) {
            return;
        }
        String key = Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        String other = folded.putIfAbsent(key, path);
        if (other != null && !other.equals(path)) {
            throw refused(
                    Reason.CASE_CLASH, name, "cannot stand beside '" + other + "' where upper and lower case are one");
        }
    }

    private BundleException refused(Reason reason, String name, String what) {
        return new BundleException(reason, bundle, name, what);
    }
}
