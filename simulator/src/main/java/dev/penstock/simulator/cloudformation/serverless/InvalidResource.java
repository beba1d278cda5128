package dev.penstock.simulator.cloudformation.serverless;

/** A resource of a template of AWS SAM that cannot be written out; the message is the transform's. */
final class InvalidResource extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidResource(String logicalId, String why) {
        super("Resource with id [" + logicalId + "] is invalid. " + why);
    }
}
