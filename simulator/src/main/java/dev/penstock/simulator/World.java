package dev.penstock.simulator;

import dev.penstock.simulator.ecs.EcsFaults;
import dev.penstock.simulator.events.BucketTargets;
import dev.penstock.simulator.page.ControlPages;
import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The services of all accounts over one state. A reset replaces it. */
final class World {

    final Foundation base;
    final DataServices data;
    final ComputeServices compute;
    final DeliveryServices delivery;
    private final List<ServiceDefinition> services;

    /** Opens the state, puts the services together, answers clients, and goes on with what was under way. */
    World(SimulatedAws.Builder builder, Foundation foundation, EcsFaults ecsFaults, Runnable reset) {
        base = foundation;
        Dispatcher dispatcher = base.dispatcher(builder.limits);
        data = new DataServices(base, dispatcher);
        compute = new ComputeServices(base, data, builder, ecsFaults);
        delivery = new DeliveryServices(base, data, compute, builder);
        tell(base.told());
        services = Stream.of(base.services(), data.services(), compute.services(), delivery.services())
                .flatMap(List::stream)
                .toList();
        base.calls().register(services);
        base.store().transact(() -> {
            base.iam().adopt();
            return base;
        });
        base.store().compact();
        base.store().blobs().retain(base.store().transact(this::contents));
        serve(dispatcher, reset);
        resume();
        base.faults().onClear(compute.ecs::takeBackDrawn);
    }

    /** Who tells of itself by events, and where. */
    private void tell(ServiceEvents told) {
        data.s3.notify(told, new BucketTargets(compute.lambda, data.sqs, data.sns, base.authorizer()));
        compute.ecs.tell(told);
        compute.codeBuild.tell(told);
        data.ecr.tell(told);
        data.cloudWatch.tell(told);
        delivery.codeDeploy.tell(told);
        delivery.beanstalk.tell(told);
        delivery.cloudFormation.tell(told);
    }

    /** The digests of all that services keep beside the state. */
    private Set<String> contents() {
        Set<String> digests = new HashSet<>(data.s3.contents());
        digests.addAll(data.ecr.contents());
        digests.addAll(compute.lambda.contents());
        digests.addAll(delivery.beanstalk.contents());
        return digests;
    }

    private void serve(Dispatcher dispatcher, Runnable reset) {
        base.front()
                .serve(
                        dispatcher,
                        services,
                        delivery.beanstalk.hosts(compute.elb.dataPlane()),
                        compute.lambda.downloads(),
                        compute.lambda.urls(base.identities(), base.authorizer()),
                        delivery.cloudFormation.waitHandles(),
                        new ControlPages(
                                base.store(),
                                base.time(),
                                base.effects(),
                                base.faults(),
                                compute.elb.traffic(),
                                compute.lambda.traffic(),
                                services,
                                compute.elb.dataPlane()::addresses,
                                reset),
                        data.ecr.registry());
    }

    private void resume() {
        URI endpoint = base.front().endpoint();
        base.store().transact(() -> {
            compute.ecs.resume(endpoint);
            compute.codeBuild.resume(endpoint);
            compute.lambda.resume();
            delivery.beanstalk.resume();
            return base;
        });
        base.calendar().resume();
    }

    List<ServiceDefinition> services() {
        return services;
    }

    /** Forgets everything; what is begun afterwards begins with nothing. */
    void erase() {
        end();
        base.calendar().stop();
        base.faults().clear();
        base.store().erase();
    }

    /** Ends what goes on outside of this process. */
    void end() {
        compute.ecs.close();
        compute.codeBuild.close();
        compute.elb.dataPlane().close();
        data.sns.close();
        delivery.beanstalk.close();
    }
}
