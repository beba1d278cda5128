package dev.penstock.compose;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths in a Compose file, which are meant from a folder.
 *
 * @param base the folder; {@code .} keeps relative paths relative, so that they start with {@code ./}
 */
record Paths(String base) {

    /** A path as it is meant. Absolute ones and those from the home folder stay as they are. */
    String resolve(String path) {
        boolean absolute =
                path.startsWith("/") || path.startsWith("~") || path.startsWith("\\") || path.matches("[A-Za-z]:.*");
        if (absolute) {
            return path;
        }
        String joined = normalised(base + "/" + path);
        return joined.startsWith("/") || joined.equals(".") || joined.startsWith("..") ? joined : "./" + joined;
    }

    /** A path in a container, without what does not matter in it: {@code /a/../b/} is {@code /b}. */
    static String inContainer(String path) {
        return path.startsWith("/") ? normalised(path) : path;
    }

    /** The folder that a file is in. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String normalised(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (part.equals("..") && !absolute) {
                parts.addLast(part);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
