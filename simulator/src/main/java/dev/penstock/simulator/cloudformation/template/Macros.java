package dev.penstock.simulator.cloudformation.template;

/** What transforms ask of the account. */
public interface Macros {

    /**
     * The text of a snippet for {@code AWS::Include}.
     *
     * @param location like {@code s3://bucket/key}
     * @throws dev.penstock.simulator.wire.ServiceError whose message says why it cannot be had, like {@code S3 bucket [b]
     *     does not exist.}
     */
    String snippet(String location);
}
