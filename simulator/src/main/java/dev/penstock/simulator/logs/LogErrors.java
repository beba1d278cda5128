package dev.penstock.simulator.logs;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** CloudWatch Logs' errors in its own words, recorded from AWS. */
final class LogErrors {

    private LogErrors() {}

    static ServiceError invalid(String message) {
        return ServiceError.client("InvalidParameterException", message);
    }

    static ServiceError constraint(String value, String member, String rule) {
        return invalid("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must " + rule);
    }

    /**
     * Checks the limit of a listing; null stands for none.
     *
     * @throws ServiceError {@code InvalidParameterException}
     */
    static void checkLimit(@Nullable Integer limit, int most) {
        if (limit != null && (limit < 1 || limit > most)) {
            throw constraint(
                    limit.toString(),
                    "limit",
                    "have value " + (limit < 1 ? "greater than or equal to 1" : "less than or equal to " + most));
        }
    }

    static ServiceError notFound(String what) {
        return ServiceError.client("ResourceNotFoundException", "The specified " + what + " does not exist.");
    }

    static ServiceError exists(String what) {
        return ServiceError.client("ResourceAlreadyExistsException", "The specified " + what + " already exists");
    }

    static ServiceError limit() {
        return ServiceError.client("LimitExceededException", "Resource limit exceeded.");
    }
}
