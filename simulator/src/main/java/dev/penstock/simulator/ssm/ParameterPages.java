package dev.penstock.simulator.ssm;

import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of listings with Parameter Store's limits and errors. */
final class ParameterPages {

    private ParameterPages() {}

    /**
     * Cuts a page; its parameters are those of {@link Page#of}.
     *
     * @throws ServiceError {@code ValidationException} for a limit out of range, {@code InvalidNextToken}
     */
    static <T> Page<T> of(
            List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer limit, int most) {
        if (limit != null && (limit < 1 || limit > most)) {
            throw ParameterName.validation("1 validation error detected: Value '" + limit
                    + "' at 'maxResults' failed to satisfy constraint: Member must have value "
                    + (limit < 1 ? "greater than or equal to 1" : "less than or equal to " + most));
        }
        try {
            return Page.of(all, key, token, limit, most);
        } catch (ServiceError e) {
            throw ServiceError.client("InvalidNextToken", "The specified token is not valid.");
        }
    }
}
