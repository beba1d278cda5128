package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.wire.ServiceError;

/**
 * Elastic Beanstalk's errors. Source: the API's service model; the texts are those that the EB CLI looks for or that users
 * have published.
 */
final class BeanstalkErrors {

    private BeanstalkErrors() {}

    static ServiceError invalid(String message) {
        return ServiceError.client("InvalidParameterValue", message);
    }

    static ServiceError combination(String message) {
        return ServiceError.client("InvalidParameterCombination", message);
    }

    static ServiceError missing(String parameter) {
        return ServiceError.client("MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    static ServiceError noApplication(String name) {
        return invalid("No Application named '" + name + "' found.");
    }

    static ServiceError noVersion(String label) {
        return invalid("No Application Version named '" + label + "' found.");
    }

    static ServiceError noTemplate(String application, String name) {
        return invalid("No Configuration Template named '" + application + "/" + name + "' found.");
    }

    static ServiceError noEnvironment(String name) {
        return invalid("No Environment found for EnvironmentName = '" + name + "'.");
    }

    static ServiceError noEnvironmentId(String id) {
        return invalid("No Environment found for EnvironmentId = '" + id + "'.");
    }

    static ServiceError busy(String name) {
        return invalid("Environment named " + name + " is in an invalid state for this operation. Must be Ready.");
    }

    static ServiceError configuration(String message) {
        return ServiceError.client(
                "ConfigurationValidationException", "Configuration validation exception: " + message);
    }

    static ServiceError operationInProgress(String message) {
        return ServiceError.client("OperationInProgressFailure", message);
    }

    static ServiceError noResource(String arn) {
        return ServiceError.client("ResourceNotFoundException", "Resource not found for ARN '" + arn + "'.");
    }

    static ServiceError invalidRequest(String message) {
        return ServiceError.client("InvalidRequestException", message);
    }
}
