package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.wire.ServiceError;

/** Secrets Manager's errors in its own words (recorded from AWS where there are recordings). */
final class SecretErrors {

    private SecretErrors() {}

    static ServiceError notFound() {
        return ServiceError.client("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    static ServiceError noSuchValue(String what) {
        return ServiceError.client(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for " + what);
    }

    static ServiceError invalidName() {
        return ServiceError.client(
                "ValidationException",
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following:"
                        + " -/_+=.@!");
    }

    static ServiceError markedForDeletion() {
        return request("You can't perform this operation on the secret because it was marked for deletion.");
    }

    static ServiceError request(String message) {
        return ServiceError.client("InvalidRequestException", message);
    }

    static ServiceError parameter(String message) {
        return ServiceError.client("InvalidParameterException", message);
    }

    static ServiceError tokenInUse(String token, String arn) {
        return exists("You can't use ClientRequestToken " + token
                + " because that value is already in use for a version of secret " + arn + ".");
    }

    /** What AWS says of a function that is not there, too: it may not be called. */
    static ServiceError functionOutOfReach() {
        return ServiceError.client(
                "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants"
                        + " access to the principal secretsmanager.amazonaws.com.");
    }

    static ServiceError exists(String message) {
        return ServiceError.client("ResourceExistsException", message);
    }
}
