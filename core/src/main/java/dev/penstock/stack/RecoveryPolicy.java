package dev.penstock.stack;

/**
 * How much is done to bring a stack back that an earlier operation left broken.
 *
 * @param extent what may be done
 * @param skipFailedResources whether a rollback that fails again goes on without the resources that it failed at. They then
 *     differ from what the platform believes
 */
public record RecoveryPolicy(Extent extent, boolean skipFailedResources) {

    /** What cannot lose data is done; a rollback leaves out nothing. */
    public static final RecoveryPolicy DEFAULT = new RecoveryPolicy(Extent.SAFE, false);

    /** What may be done. */
    public enum Extent {
        /** Nothing: the way out is only told. */
        NONE,
        /** What cannot lose data. */
        SAFE,
        /** Also what deletes resources that hold data, where the action asks for a stack to be replaced or deleted. */
        ALL
    }
}
