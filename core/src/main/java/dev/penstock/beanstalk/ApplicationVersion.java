package dev.penstock.beanstalk;

/**
 * A version of an application.
 *
 * @param application the application
 * @param label unique in the application
 * @param status whether it can be deployed
 * @param bundle where its source is; a version of an image has none
 * @param createdAt when it was made
 */
public record ApplicationVersion(
        String application,
        String label,
        Status status,
        java.util.Optional<BundleLocation> bundle,
        java.time.Instant createdAt) {

    /** Whether a version can be deployed ({@code ApplicationVersionStatus}). */
    public enum Status {
        /** It was not looked into, and is when it is deployed. */
        UNPROCESSED,
        PROCESSING,
        BUILDING,
        PROCESSED,
        FAILED,
        /** A status that is newer than this version of Penstock. */
        UNKNOWN;

        /** Whether it is still being looked into. */
        public boolean isBusy() {
            return this == PROCESSING || this == BUILDING;
        }
    }
}
