package dev.penstock.simulator;

import dev.penstock.simulator.iam.Accesses;
import dev.penstock.simulator.iam.Iam;
import dev.penstock.simulator.iam.IamStore;
import dev.penstock.simulator.iam.PolicyAuthorizer;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.server.HttpFront;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.sts.Sts;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Path;
import java.util.List;

/**
 * What every service stands on: the state and its clock, who calls and what they may do.
 *
 * @param told carries events between services; each that tells of itself is told where
 */
record Foundation(
        Store store,
        SimulatedTime time,
        Calendar calendar,
        Ids ids,
        Identities identities,
        Effects effects,
        Faults faults,
        IamStore iam,
        Roles roles,
        Tags tags,
        ResourcePolicies policies,
        Authorizer authorizer,
        Accesses accesses,
        ServiceEvents told,
        ServiceCalls calls,
        ServiceSessions sessions,
        HttpFront front) {

    static Foundation open(SimulatedAws.Builder builder, SimulatedTime time, Faults faults, HttpFront front) {
        Path kept = builder.directory;
        Store store = kept == null ? Store.inMemory(time::now) : Store.open(kept, time::now);
        time.notBefore(store.latest());
        Calendar calendar = new Calendar(store, time);
        Ids ids = new Ids(store, builder.seed);
        Identities identities = new Identities(store);
        Effects effects = new Effects(store, time);
        IamStore iam = new IamStore(store, calendar, time::now, builder.propagation);
        Roles roles = new Roles(iam);
        Tags tags = new Tags(store);
        ResourcePolicies policies = new ResourcePolicies();
        Accesses accesses = new Accesses();
        Authorizer authorizer = builder.enforcing
                ? new PolicyAuthorizer(iam, identities, policies, tags, time::now, accesses)
                : Authorizer.none();
        return new Foundation(
                store,
                time,
                calendar,
                ids,
                identities,
                effects,
                faults,
                iam,
                roles,
                tags,
                policies,
                authorizer,
                accesses,
                new ServiceEvents(),
                new ServiceCalls(store, effects, authorizer, time::now),
                new ServiceSessions(roles, identities, ids, builder.enforcing),
                front);
    }

    /** What carries out the calls of clients. */
    Dispatcher dispatcher(RateLimits limits) {
        return new Dispatcher(store, time, identities, effects, faults, limits, authorizer);
    }

    /** The services that are about who calls. */
    List<ServiceDefinition> services() {
        return List.of(
                new Sts(roles, identities, ids, time::clientsNow).definition(),
                new Iam(iam, identities, ids).definition());
    }
}
