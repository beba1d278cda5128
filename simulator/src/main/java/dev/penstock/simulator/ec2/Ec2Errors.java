package dev.penstock.simulator.ec2;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Locale;

/** EC2's errors. Source: EC2 API Reference, "Error codes", and messages that users have published. */
final class Ec2Errors {

    private Ec2Errors() {}

    /**
     * @param kind as codes have it, like {@code InstanceID}
     * @param spoken as messages have it, like {@code instance ID}
     */
    static ServiceError notFound(String kind, String spoken, String id) {
        return ServiceError.client("Invalid" + kind + ".NotFound", "The " + spoken + " '" + id + "' does not exist");
    }

    static ServiceError malformed(String kind, String id) {
        return ServiceError.client("Invalid" + kind + ".Malformed", "Invalid id: \"" + id + "\"");
    }

    static ServiceError invalid(String parameter, String value) {
        return ServiceError.client(
                "InvalidParameterValue", "Value (" + value + ") for parameter " + parameter + " is invalid.");
    }

    static ServiceError missing(String parameter) {
        return ServiceError.client("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static ServiceError filter(String name) {
        return ServiceError.client("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }

    static ServiceError state(String id, String what) {
        return ServiceError.client(
                "IncorrectInstanceState",
                "The instance '" + id + "' is not in a state from which it can be " + what.toLowerCase(Locale.ROOT)
                        + ".");
    }
}
