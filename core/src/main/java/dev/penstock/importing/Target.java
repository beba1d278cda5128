package dev.penstock.importing;

import dev.penstock.document.SourceNode.Scalar;
import java.util.Optional;

/**
 * An environment of Elastic Beanstalk that is deployed to.
 *
 * @param region where it is; empty where the file does not say
 * @param bucket the bucket for bundles, when it is not Beanstalk's own
 * @param prefix put before keys in the bucket
 * @param bundle a file or folder that is the bundle; without one everything is
 * @param fromBuild whether the bundle is what the build leaves behind; the source as it was otherwise
 * @param labelPrefix what labels of versions begin with
 */
record Target(
        String application,
        String environment,
        Optional<String> region,
        Optional<String> bucket,
        Optional<String> prefix,
        Optional<String> bundle,
        boolean fromBuild,
        Optional<String> labelPrefix) {

    private static final int LONGEST_APPLICATION = 100;

    /** The same, for which the bundle is what the build leaves behind. */
    Target ofBuild() {
        return new Target(application, environment, region, bucket, prefix, bundle, true, labelPrefix);
    }

    /** What keeps a text from being a value; empty when nothing does. The characters are those of people who fill in a form. */
    static Optional<String> unusable(Scalar scalar) {
        String text = scalar.text();
        if (text.contains("$")) {
            return Optional.of("'" + text + "' depends on a variable that the file does not give a value.");
        }
        if (text.contains("<") || text.contains(">")) {
            return Optional.of("'" + text + "' stands for a value that was never filled in.");
        }
        if (text.isBlank() || text.length() > LONGEST_APPLICATION) {
            return Optional.of(
                    "This has " + text.length() + " characters; 1 to " + LONGEST_APPLICATION + " are possible.");
        }
        return Optional.empty();
    }
}
