package dev.penstock.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import java.nio.file.Path;

/** Where bundles are put for the platform to read. Putting the same bytes twice keeps them once. */
public interface Bundles {

    /**
     * Puts a bundle where the platform can read it.
     *
     * @param bundle the file; read as a stream
     * @param digest of its bytes; in the key
     * @param suffix of the key, such as {@code .zip}
     */
    Upload put(AwsScope scope, BundlePlace place, Path bundle, Digest digest, String suffix);

    /** Which bucket, and under which keys. An empty bucket is the platform's own of account and Region. */
    record BundlePlace(String bucket, String prefix) {

        /** {@code elasticbeanstalk-REGION-ACCOUNT}. */
        public static final BundlePlace USUAL = new BundlePlace("", "penstock");
    }

    /** What came of it. */
    sealed interface Upload {

        /** It is there now, whether it was before or not. */
        record Done(BundleLocation location, boolean wasThere) implements Upload {}

        /** The bucket cannot be used. */
        record Refused(String bucket, String why) implements Upload {}
    }
}
