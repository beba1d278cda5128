package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.ServiceError;

/** EC2's errors. Source: EC2 API Reference, "Error codes", and messages that users have published. */
final class Ec2Errors {

    private Ec2Errors() {}

    /** @param kind EC2's word for it, like {@code vpc} */
    static ServiceError dependencies(String kind, String id) {
        return ServiceError.client(
                "DependencyViolation", "The " + kind + " '" + id + "' has dependencies and cannot be deleted.");
    }

    static ServiceError dependentObject(String id) {
        return ServiceError.client("DependencyViolation", "resource " + id + " has a dependent object");
    }

    static ServiceError notCidr(String text) {
        return ServiceError.client(
                "InvalidParameterValue",
                "Value (" + text + ") for parameter cidrBlock is invalid. This is not a valid CIDR block.");
    }

    static ServiceError range(String resource, String cidr) {
        return ServiceError.client("Invalid" + resource + ".Range", "The CIDR '" + cidr + "' is invalid.");
    }

    static ServiceError differentNetworks(String code, String one, String other) {
        return ServiceError.client(code, one + " and " + other + " belong to different networks.");
    }
}
