package dev.penstock.simulator.beanstalk.bundle;

/**
 * A file of a bundle.
 *
 * @param path from the bundle's root, with slashes
 * @param kind what it is
 * @param executable whether its owner may execute it
 * @param size in bytes
 */
public record BundleFile(String path, Kind kind, boolean executable, long size) {

    /** What stands at a path. */
    public enum Kind {
        FILE,
        FOLDER,
        /** A symbolic link; its content is where it leads. */
        LINK
    }

    /** Its name without the folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The folder that it is in; empty for the root. */
    public String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
