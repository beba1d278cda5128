package dev.penstock.simulator.beanstalk.bundle;

import java.util.List;
import java.util.Locale;

/** Scripts of a bundle that a platform runs around a deployment. Source: Developer Guide, "Platform hooks". */
public final class PlatformHooks {

    /** When they run. */
    public enum Moment {
        /** After the bundle was unpacked. */
        PREBUILD,
        /** After the application was set up. */
        PREDEPLOY,
        /** After it was deployed. */
        POSTDEPLOY
    }

    private PlatformHooks() {}

    /**
     * The scripts of a moment, in the order in which they run.
     *
     * @param application whether a version is deployed; else only the configuration
     */
    public static List<BundleFile> of(SourceBundle bundle, Moment moment, boolean application) {
        String folder = folder(moment, application);
        return bundle.under(folder).stream()
                .filter(file -> file.folder().equals(folder))
                .toList();
    }

    /** The folder of a moment's scripts. */
    public static String folder(Moment moment, boolean application) {
        return ".platform/" + (application ? "hooks" : "confighooks") + "/"
                + moment.name().toLowerCase(Locale.ROOT);
    }
}
