package dev.penstock.simulator.ssm;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;

/** The parameters of all accounts. All methods are called inside transactions. */
final class Parameters {

    private final Table<StoredParameter> rows;

    Parameters(Store store) {
        rows = store.table("ssm.parameters", StoredParameter.class);
    }

    Optional<StoredParameter> find(String account, String region, String name) {
        return rows.get(key(account, region, name));
    }

    /**
     * A parameter that must be there.
     *
     * @throws ServiceError {@code ParameterNotFound}
     */
    StoredParameter require(String account, String region, String name) {
        return find(account, region, name).orElseThrow(Parameters::notFound);
    }

    /** All parameters of an account, by name. */
    List<StoredParameter> all(String account, String region) {
        return List.copyOf(rows.under(account + "/" + region + "/").values());
    }

    void put(StoredParameter parameter) {
        rows.put(key(parameter.account(), parameter.region(), parameter.name()), parameter);
    }

    void remove(StoredParameter parameter) {
        rows.remove(key(parameter.account(), parameter.region(), parameter.name()));
    }

    static ServiceError notFound() {
        return ServiceError.client("ParameterNotFound", "");
    }

    private static String key(String account, String region, String name) {
        return account + "/" + region + "/" + ParameterName.key(name);
    }
}
