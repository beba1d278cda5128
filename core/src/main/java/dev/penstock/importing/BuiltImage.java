package dev.penstock.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An image that is built.
 *
 * @param name of its container
 * @param context the folder that the Dockerfile copies from, as a path in the project
 * @param dockerfile its path in the project; empty for the one in the context
 * @param target the stage to stop at
 * @param args of the build
 */
record BuiltImage(
        String name, String context, Optional<String> dockerfile, Optional<String> target, Map<String, String> args) {

    BuiltImage {
        args = new LinkedHashMap<>(args);
    }

    /** A path that is meant from the context. */
    static String inContext(String context, String path) {
        return path.startsWith("/") ? path : context.replaceAll("/$", "") + "/" + path;
    }
}
