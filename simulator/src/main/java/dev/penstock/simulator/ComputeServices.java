package dev.penstock.simulator;

import dev.penstock.simulator.autoscaling.AutoScaling;
import dev.penstock.simulator.cloudformation.types.ResourceTypes;
import dev.penstock.simulator.codebuild.CodeBuild;
import dev.penstock.simulator.dynamodb.TableEngine;
import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ecs.Ecs;
import dev.penstock.simulator.ecs.EcsFaults;
import dev.penstock.simulator.ecs.TaskEngine;
import dev.penstock.simulator.elb.Elb;
import dev.penstock.simulator.lambda.Lambda;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.util.List;
import java.util.Optional;

/** The services in which programs run, and what leads requests to them. */
final class ComputeServices {

    final CodeBuild codeBuild;
    final Elb elb;
    final Ecs ecs;
    final Ec2 ec2;
    final AutoScaling autoScaling;
    final Lambda lambda;
    final ResourceTypes types;

    ComputeServices(Foundation base, DataServices data, SimulatedAws.Builder builder, EcsFaults ecsFaults) {
        Store store = base.store();
        Calendar calendar = base.calendar();
        SimulatedTime time = base.time();
        Ids ids = base.ids();
        Tags tags = base.tags();
        codeBuild = new CodeBuild(
                store,
                calendar,
                time,
                ids,
                data.s3.access(base.effects()),
                data.logs,
                data.values,
                Optional.ofNullable(builder.builds));
        elb = new Elb(store, calendar, time, ids, tags, data.cloudWatch.metrics());
        ecs = new Ecs(
                store,
                calendar,
                time,
                ids,
                tags,
                base.effects(),
                new Ecs.Neighbours(
                        data.ecr.images(),
                        data.logs,
                        base.roles(),
                        elb.targetGroups(),
                        data.cloudWatch.alarms(),
                        base.calls(),
                        base.sessions()),
                new TaskEngine(builder.behaviour, Optional.ofNullable(builder.containers), data.values),
                ecsFaults);
        elb.reach(ecs.reachable());
        elb.reach(builder.reachable);
        LaunchTemplates launchTemplates = new LaunchTemplates(store, ids);
        types = new ResourceTypes(
                store, ids, launchTemplates, ResourceTypes.Others.OPAQUE, builder.tables != TableEngine.NONE);
        ec2 = new Ec2(store, calendar, ids, tags, launchTemplates, types.networks());
        autoScaling = new AutoScaling(store, calendar, ids, ec2, elb.targetGroups());
        lambda = new Lambda(
                store,
                calendar,
                time,
                ids,
                tags,
                new Lambda.Neighbours(
                        data.s3.access(base.effects()),
                        data.ecr.images(),
                        base.roles(),
                        data.cloudWatch.metrics(),
                        data.logs,
                        data.sns::publish,
                        base.calls(),
                        base.sessions(),
                        data.sqs),
                builder.functions,
                base.front()::endpoint);
        ecs.functions(lambda::invoke);
        base.policies().registerPassing("ecs", ecs::rolesPassed);
        base.policies().register("lambda", lambda::policyOf);
    }

    List<ServiceDefinition> services() {
        return List.of(
                elb.definition(),
                codeBuild.definition(),
                ecs.definition(),
                lambda.definition(),
                ec2.definition(),
                autoScaling.definition());
    }
}
