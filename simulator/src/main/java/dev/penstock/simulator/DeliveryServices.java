package dev.penstock.simulator;

import dev.penstock.simulator.beanstalk.Beanstalk;
import dev.penstock.simulator.beanstalk.instance.InstanceImages;
import dev.penstock.simulator.beanstalk.instance.PlatformInstances;
import dev.penstock.simulator.beanstalk.instance.RecentRequests;
import dev.penstock.simulator.cloudformation.CloudFormation;
import dev.penstock.simulator.codedeploy.CodeDeploy;
import dev.penstock.simulator.dynamodb.Dynamo;
import dev.penstock.simulator.elb.LatestRequests;
import dev.penstock.simulator.events.EventBridge;
import dev.penstock.simulator.events.TargetCalls;
import dev.penstock.simulator.scheduler.Scheduler;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.states.StepFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services that deploy, and those that say when: what calls other services by itself. */
final class DeliveryServices {

    final CodeDeploy codeDeploy;
    final Beanstalk beanstalk;
    final CloudFormation cloudFormation;
    private final EventBridge eventBridge;
    private final Scheduler scheduler;
    private final Dynamo dynamo;
    private final StepFunctions stepFunctions;

    DeliveryServices(Foundation base, DataServices data, ComputeServices compute, SimulatedAws.Builder builder) {
        Store store = base.store();
        Calendar calendar = base.calendar();
        Ids ids = base.ids();
        Tags tags = base.tags();
        eventBridge =
                new EventBridge(store, calendar, ids, tags, base.faults(), targets(base, data, compute), base.told());
        codeDeploy = new CodeDeploy(
                store,
                calendar,
                ids,
                tags,
                new CodeDeploy.Neighbours(
                        base.calls(),
                        base.sessions(),
                        data.s3.access(base.effects()),
                        data.cloudWatch.alarms(),
                        compute.lambda::invoke));
        beanstalk = new Beanstalk(
                store,
                calendar,
                base.time(),
                ids,
                tags,
                new Beanstalk.Neighbours(
                        data.s3.access(base.effects()),
                        base.roles(),
                        compute.elb.targetGroups(),
                        compute.ec2,
                        compute.autoScaling.groups(),
                        data.sqs,
                        base.calls(),
                        base.front()::endpoint),
                instances(base, data, compute, builder));
        compute.elb.reach(beanstalk.reachable());
        cloudFormation = new CloudFormation(
                store,
                calendar,
                ids,
                new CloudFormation.Neighbours(
                        base.calls(),
                        data.s3.access(base.effects()),
                        base.sessions(),
                        data.sns::publish,
                        data.cloudWatch.alarms(),
                        compute.types,
                        builder.opaque,
                        base.faults()));
        scheduler =
                new Scheduler(store, calendar, ids, tags, base.faults(), base.roles(), base.calls(), base.sessions());
        dynamo = new Dynamo(builder.tables);
        stepFunctions = new StepFunctions(store, calendar, ids, tags, compute.lambda::invoke, base.sessions());
        base.policies().register("events", eventBridge::policyOf);
        base.policies().registerPassing("elasticbeanstalk", beanstalk::rolesPassed);
    }

    private static TargetCalls targets(Foundation base, DataServices data, ComputeServices compute) {
        return new TargetCalls(
                new TargetCalls.Neighbours(
                        compute.lambda::leave,
                        data.sqs::deliver,
                        data.sns::publish,
                        arn -> data.sns.policyOf(arn).isPresent(),
                        data.logs),
                base.authorizer(),
                base.calendar()::now,
                "events.amazonaws.com");
    }

    private static PlatformInstances instances(
            Foundation base, DataServices data, ComputeServices compute, SimulatedAws.Builder builder) {
        return new PlatformInstances(
                base.store(),
                base.calendar(),
                base.time(),
                (account, target, from) -> sample(compute.elb.dataPlane().latest(account, target, from)),
                new InstanceImages(
                        data.ecr.images(),
                        data.s3.access(base.effects()),
                        base.store().blobs(),
                        base.front()::endpoint),
                Optional.ofNullable(builder.containers),
                builder.checksBundles);
    }

    private static RecentRequests.Sample sample(List<LatestRequests.Answered> answered) {
        Map<Integer, Map<Double, Long>> byStatus = new HashMap<>();
        answered.forEach(each -> byStatus.computeIfAbsent(each.status(), status -> new HashMap<>())
                .merge(each.seconds(), each.count(), Long::sum));
        return new RecentRequests.Sample(byStatus);
    }

    List<ServiceDefinition> services() {
        return List.of(
                cloudFormation.definition(),
                eventBridge.definition(),
                scheduler.definition(),
                dynamo.definition(),
                stepFunctions.definition(),
                codeDeploy.definition(),
                beanstalk.definition());
    }
}
