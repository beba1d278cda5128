package dev.penstock.action;

/**
 * How many artifacts an action takes and gives.
 *
 * @param minimumInputs 0 to 10
 * @param maximumInputs 0 to 10
 * @param minimumOutputs 0 to 5
 * @param maximumOutputs 0 to 5
 */
public record ArtifactLimits(int minimumInputs, int maximumInputs, int minimumOutputs, int maximumOutputs) {

    /** Exactly so many of each. */
    public static ArtifactLimits exactly(int inputs, int outputs) {
        return new ArtifactLimits(inputs, inputs, outputs, outputs);
    }
}
