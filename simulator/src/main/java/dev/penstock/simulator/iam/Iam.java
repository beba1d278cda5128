package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;

/**
 * IAM: identities, their policies and credentials, and what policies would allow.
 *
 * <p>Source of codes, words and limits: answers recorded from AWS where there are some, the IAM API Reference, and the
 * IAM User Guide, "IAM and AWS STS quotas".
 */
public final class Iam {

    private final IamStore store;
    private final Identities identities;
    private final Ids ids;

    /**
     * @param store what is kept
     * @param identities is told of access keys
     */
    public Iam(IamStore store, Identities identities, Ids ids) {
        this.store = store;
        this.identities = identities;
        this.ids = ids;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "iam",
                new ServiceDefinition.Protocol.Query("2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
                all -> {
                    new UserOperations(store, ids).declare(all);
                    new GroupOperations(store, ids).declare(all);
                    new RoleOperations(store, ids).declare(all);
                    new ServiceLinkedRoles(store, ids).declare(all);
                    new AccessKeys(store, identities, ids).declare(all);
                    new ServiceCredentials(store, ids).declare(all);
                    new Renaming(store, identities).declare(all);
                    new AuthorizationDetails(store).declare(all);
                    new InlinePolicies(store).declare(all);
                    new AttachedPolicies(store).declare(all);
                    new ManagedPolicyOperations(store, ids).declare(all);
                    new PolicyUse(store).declare(all);
                    new InstanceProfiles(store, ids).declare(all);
                    new AccountOperations(store).declare(all);
                    new PolicySimulation(store).declare(all);
                });
    }
}
