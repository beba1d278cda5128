package dev.penstock.simulator.iam;

import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/** The roles of all accounts, as other services look them up. */
public final class Roles {

    private final IamStore store;

    public Roles(IamStore store) {
        this.store = store;
    }

    /**
     * The role of an ARN, with or without a path, when it can be assumed or passed already. Reads within the current
     * transaction.
     */
    public Optional<Role> byArn(String arn) {
        return store.effective(arn)
                .filter(identity -> identity.kind() == Identity.Kind.ROLE)
                .map(IamModels::role);
    }
}
