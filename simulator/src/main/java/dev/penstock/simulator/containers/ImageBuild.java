package dev.penstock.simulator.containers;

import java.util.Map;
import java.util.Optional;

/**
 * An image to be built.
 *
 * @param name unique among those of this runtime, of lower-case letters, digits and {@code -}
 * @param context a tar of what the Dockerfile sees
 * @param dockerfile its path in the context
 * @param arguments of the build; their values may be secrets, so this record's text leaves them out
 * @param target the stage that is wanted; the last one if empty
 */
public record ImageBuild(
        String name, byte[] context, String dockerfile, Map<String, String> arguments, Optional<String> target) {

    public ImageBuild {
        context = context.clone();
        arguments = Map.copyOf(arguments);
    }

    @Override
    public byte[] context() {
        return context.clone();
    }

    @Override
    public String toString() {
        return "ImageBuild[" + name + ", " + dockerfile + "]";
    }
}
