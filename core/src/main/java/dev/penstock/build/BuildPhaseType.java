package dev.penstock.build;

/** The phases of a build, in their order (CodeBuild {@code BuildPhaseType}). */
public enum BuildPhaseType {
    SUBMITTED,
    QUEUED,
    PROVISIONING,
    DOWNLOAD_SOURCE,
    INSTALL,
    PRE_BUILD,
    BUILD,
    POST_BUILD,
    UPLOAD_ARTIFACTS,
    FINALIZING,
    COMPLETED
}
