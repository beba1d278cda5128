package dev.penstock.local.image;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths inside an image. */
final class ImagePath {

    static final int FOLDER_MODE = 0755;

    private ImagePath() {}

    /** A path from a folder, absolute and without dots; never above the root. */
    static String resolve(String folder, String path) {
        Deque<String> parts = new ArrayDeque<>();
        String whole = path.startsWith("/") ? path : folder + "/" + path;
        for (String part : whole.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** A path below a folder. */
    static String below(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }

    /** The last part. */
    static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
