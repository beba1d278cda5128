package dev.penstock.cli;

/** Which version this is. */
public final class Version {

    private Version() {}

    /** The version in the manifest of the jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
