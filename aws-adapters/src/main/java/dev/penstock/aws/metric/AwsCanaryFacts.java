package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.metric.CanaryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Alarms, targets and failed tasks. */
public final class AwsCanaryFacts implements CanaryFacts {

    /** "DescribeAlarms", AlarmNames: array members. */
    private static final int MOST_NAMES = 100;

    private final AwsClients clients;
    private final FailedTasks tasks;

    /** Over clients that are not made before the first call. */
    public AwsCanaryFacts(AwsClients clients) {
        this.clients = clients;
        this.tasks = new FailedTasks(clients);
    }

    @Override
    public Alarms alarms(AwsScope scope, List<String> names) {
        List<String> inAlarm = new ArrayList<>();
        List<String> withoutData = new ArrayList<>();
        for (int from = 0; from < names.size(); from += MOST_NAMES) {
            List<String> some = names.subList(from, Math.min(names.size(), from + MOST_NAMES));
            Map<String, StateValue> states = states(scope, some);
            for (String name : some) {
                StateValue state = states.getOrDefault(name, StateValue.INSUFFICIENT_DATA);
                if (state == StateValue.ALARM) {
                    inAlarm.add(name);
                } else if (state != StateValue.OK) {
                    withoutData.add(name);
                }
            }
        }
        return new Alarms(inAlarm, withoutData);
    }

    private Map<String, StateValue> states(AwsScope scope, List<String> names) {
        DescribeAlarmsRequest request = DescribeAlarmsRequest.builder()
                .alarmNames(names)
                .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                .maxRecords(MOST_NAMES)
                .build();
        DescribeAlarmsResponse found = clients.call(
                "cloudwatch:DescribeAlarms",
                "look at the alarms " + String.join(", ", names),
                () -> clients.cloudWatch(scope, Use.READ).describeAlarms(request));
        Map<String, StateValue> states = new LinkedHashMap<>();
        found.metricAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValue()));
        found.compositeAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValue()));
        return states;
    }

    @Override
    public Targets targets(AwsScope scope, String targetGroup) {
        DescribeTargetHealthRequest request = DescribeTargetHealthRequest.builder()
                .targetGroupArn(targetGroup)
                .build();
        List<TargetHealthStateEnum> states = found(() -> clients.call(
                        "elasticloadbalancing:DescribeTargetHealth",
                        "look at the targets of " + targetGroup,
                        () -> clients.elasticLoadBalancing(scope, Use.READ).describeTargetHealth(request)))
                .map(answer -> answer.targetHealthDescriptions().stream()
                        .map(AwsCanaryFacts::state)
                        .filter(state -> state != TargetHealthStateEnum.DRAINING)
                        .toList())
                .orElse(List.of());
        long healthy = states.stream()
                .filter(state -> state == TargetHealthStateEnum.HEALTHY)
                .count();
        return new Targets((int) healthy, states.size());
    }

    private static TargetHealthStateEnum state(TargetHealthDescription target) {
        return target.targetHealth() == null || target.targetHealth().state() == null
                ? TargetHealthStateEnum.UNKNOWN_TO_SDK_VERSION
                : target.targetHealth().state();
    }

    @Override
    public Optional<String> loadBalancer(AwsScope scope, String targetGroup) {
        DescribeTargetGroupsRequest request = DescribeTargetGroupsRequest.builder()
                .targetGroupArns(targetGroup)
                .build();
        return found(() -> clients.call(
                        "elasticloadbalancing:DescribeTargetGroups",
                        "look at the target group " + targetGroup,
                        () -> clients.elasticLoadBalancing(scope, Use.READ).describeTargetGroups(request)))
                .flatMap(answer -> answer.targetGroups().stream()
                        .flatMap(group -> group.loadBalancerArns().stream())
                        .findFirst());
    }

    @Override
    public int restarts(AwsScope scope, String cluster, String service, String taskDefinition, Instant since) {
        return tasks.count(scope, cluster, service, taskDefinition, since);
    }

    private static <T> Optional<T> found(Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
