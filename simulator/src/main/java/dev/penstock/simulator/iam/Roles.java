package dev.penstock.simulator.iam;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** The roles of all accounts, as other services look them up. */
public final class Roles {

    record Row(Role role) {}

    private final Table<Row> table;

    public Roles(Store store) {
        table = store.table("iam.roles", Row.class);
    }

    /** The role of an ARN, with or without a path. Reads within the current transaction. */
    public Optional<Role> byArn(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("role/")) {
            return Optional.empty();
        }
        return table.get(key(parts[4], parts[5].substring(parts[5].lastIndexOf('/') + 1)))
                .map(Row::role)
                .filter(role -> role.arn().equals(arn));
    }

    Table<Row> table() {
        return table;
    }

    static String key(String account, String name) {
        return account + "/" + name;
    }
}
