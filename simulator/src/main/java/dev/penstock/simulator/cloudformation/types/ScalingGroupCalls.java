package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/** What CloudFormation asks Auto Scaling about a group while it changes it. */
final class ScalingGroupCalls {

    private ScalingGroupCalls() {}

    private static <R extends SdkPojo> R call(ResourceContext context, SdkPojo request, Class<R> answers) {
        return context.calls().call(context.caller(), "autoscaling", request, answers);
    }

    static Optional<AutoScalingGroup> find(ResourceContext context, String name) {
        DescribeAutoScalingGroupsRequest request = DescribeAutoScalingGroupsRequest.builder()
                .autoScalingGroupNames(name)
                .build();
        return call(context, request, DescribeAutoScalingGroupsResponse.class).autoScalingGroups().stream()
                .findFirst();
    }

    static AutoScalingGroup require(ResourceContext context, String name) {
        return find(context, name)
                .orElseThrow(() ->
                        ServiceError.client("ResourceNotFound", "AutoScalingGroup name not found - null: " + name));
    }

    /** Sets the least and the desired number of instances. */
    static void size(ResourceContext context, String name, int least, int desired) {
        UpdateAutoScalingGroupRequest request = UpdateAutoScalingGroupRequest.builder()
                .autoScalingGroupName(name)
                .minSize(least)
                .desiredCapacity(desired)
                .build();
        call(context, request, UpdateAutoScalingGroupResponse.class);
    }

    static void suspend(ResourceContext context, String name, List<String> processes) {
        if (!processes.isEmpty()) {
            SuspendProcessesRequest request = SuspendProcessesRequest.builder()
                    .autoScalingGroupName(name)
                    .scalingProcesses(processes)
                    .build();
            call(context, request, SuspendProcessesResponse.class);
        }
    }

    static void resume(ResourceContext context, String name, List<String> processes) {
        if (!processes.isEmpty()) {
            ResumeProcessesRequest request = ResumeProcessesRequest.builder()
                    .autoScalingGroupName(name)
                    .scalingProcesses(processes)
                    .build();
            call(context, request, ResumeProcessesResponse.class);
        }
    }

    /** Ends an instance; with another one in its place, or with a smaller group. */
    static void terminate(ResourceContext context, String instance, boolean replaced) {
        TerminateInstanceInAutoScalingGroupRequest request = TerminateInstanceInAutoScalingGroupRequest.builder()
                .instanceId(instance)
                .shouldDecrementDesiredCapacity(!replaced)
                .build();
        call(context, request, TerminateInstanceInAutoScalingGroupResponse.class);
    }

    /** Puts a group behind the target groups that the template names now. */
    static void targets(ResourceContext context, String name, List<String> before, List<String> asked) {
        List<String> gone = before.stream().filter(arn -> !asked.contains(arn)).toList();
        List<String> added = asked.stream().filter(arn -> !before.contains(arn)).toList();
        if (!gone.isEmpty()) {
            DetachLoadBalancerTargetGroupsRequest request = DetachLoadBalancerTargetGroupsRequest.builder()
                    .autoScalingGroupName(name)
                    .targetGroupARNs(gone)
                    .build();
            call(context, request, DetachLoadBalancerTargetGroupsResponse.class);
        }
        if (!added.isEmpty()) {
            AttachLoadBalancerTargetGroupsRequest request = AttachLoadBalancerTargetGroupsRequest.builder()
                    .autoScalingGroupName(name)
                    .targetGroupARNs(added)
                    .build();
            call(context, request, AttachLoadBalancerTargetGroupsResponse.class);
        }
    }
}
