package dev.penstock.build;

import java.util.ArrayList;
import java.util.List;

/**
 * A path with wildcards, as artifacts are described with: {@code *} stands for any characters of one name, {@code ?} for
 * one, and the name {@code **} for any number of folders, none included. {@code **} at the end stands for all files below.
 * Names that begin with a dot are like any other. Matching takes time in proportion to the pattern times the path.
 *
 * @param names the parts between slashes; none is empty or a dot
 */
public record PathPattern(List<String> names) {

    private static final String ANY_FOLDERS = "**";

    public PathPattern {
        names = List.copyOf(names);
    }

    /** Reads a pattern; empty parts and parts that are a dot are left out. */
    public static PathPattern of(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            boolean repeated = name.equals(ANY_FOLDERS)
                    && !names.isEmpty()
                    && names.getLast().equals(ANY_FOLDERS);
            if (!name.isEmpty() && !name.equals(".") && !repeated) {
                names.add(name);
            }
        }
        return new PathPattern(names);
    }

    /** Whether no part has a wildcard. */
    public boolean isLiteral() {
        return names.stream().noneMatch(PathPattern::hasWildcard);
    }

    /** How many parts at the front have no wildcard. */
    public int literalNames() {
        int count = 0;
        while (count < names.size() && !hasWildcard(names.get(count))) {
            count++;
        }
        return count;
    }

    /** Whether a part stands for any number of folders. */
    static boolean isAnyFolders(String name) {
        return name.equals(ANY_FOLDERS);
    }

    /** Whether a part of a pattern stands for more than itself. */
    static boolean hasWildcard(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Whether the pattern stands for a path or, having no wildcard, for a folder that the path is in. */
    public boolean covers(List<String> path) {
        boolean below = isLiteral()
                && path.size() > names.size()
                && path.subList(0, names.size()).equals(names);
        return below || matches(path);
    }

    /** Whether the pattern stands for exactly this path. */
    public boolean matches(List<String> path) {
        int at = 0;
        int name = 0;
        int retryAt = -1;
        int retryName = -1;
        while (at < path.size()) {
            if (name < names.size() && isAnyFolders(names.get(name))) {
                retryName = name++;
                retryAt = at;
            } else if (name < names.size() && nameMatches(names.get(name), path.get(at))) {
                name++;
                at++;
            } else if (retryName >= 0) {
                name = retryName + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (name < names.size() && isAnyFolders(names.get(name))) {
            name++;
        }
        return name == names.size();
    }

    /** Whether one part of a pattern stands for one name. */
    static boolean nameMatches(String pattern, String name) {
        int at = 0;
        int p = 0;
        int retryAt = -1;
        int retryP = -1;
        while (at < name.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                retryP = p++;
                retryAt = at;
            } else if (p < pattern.length() && (wanted == '?' || wanted == name.charAt(at))) {
                p++;
                at++;
            } else if (retryP >= 0) {
                p = retryP + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
