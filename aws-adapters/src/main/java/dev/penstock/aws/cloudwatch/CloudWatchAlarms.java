package dev.penstock.aws.cloudwatch;

import dev.penstock.action.AwsScope;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.alarm.Alarms;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.AlarmStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Metric alarms and composite alarms, a hundred with each {@code DescribeAlarms}. */
public final class CloudWatchAlarms implements AlarmStates, Alarms {

    /** "DescribeAlarms", AlarmNames: array members. */
    private static final int MOST_NAMES = 100;

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public CloudWatchAlarms(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public List<String> against(AwsScope scope, List<String> names) {
        List<String> against = new ArrayList<>();
        for (int from = 0; from < names.size(); from += MOST_NAMES) {
            List<String> some = names.subList(from, Math.min(names.size(), from + MOST_NAMES));
            Map<String, StateValue> states = states(scope, some);
            for (String name : some) {
                StateValue state = states.get(name);
                if (state == null) {
                    against.add(name + " does not exist");
                } else if (state == StateValue.ALARM) {
                    against.add(name + " is in ALARM");
                }
            }
        }
        return against;
    }

    @Override
    public List<AlarmSight> look(AwsScope scope, List<String> names) {
        Map<String, StateValue> states = states(scope, names);
        return names.stream()
                .map(name -> new AlarmSight(name, state(Optional.ofNullable(states.get(name)))))
                .toList();
    }

    private static AlarmSight.State state(Optional<StateValue> found) {
        return found.map(state -> switch (state) {
                    case OK -> AlarmSight.State.OK;
                    case ALARM -> AlarmSight.State.ALARM;
                    case INSUFFICIENT_DATA, UNKNOWN_TO_SDK_VERSION -> AlarmSight.State.INSUFFICIENT_DATA;
                })
                .orElse(AlarmSight.State.NOT_THERE);
    }

    private Map<String, StateValue> states(AwsScope scope, List<String> names) {
        DescribeAlarmsResponse found = clients.call(
                "cloudwatch:DescribeAlarms",
                "look at the alarms " + String.join(", ", names),
                () -> clients.cloudWatch(scope, Use.READ)
                        .describeAlarms(request -> request.alarmNames(names)
                                .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                                .maxRecords(MOST_NAMES)));
        Map<String, StateValue> states = new LinkedHashMap<>();
        found.metricAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValue()));
        found.compositeAlarms().forEach(alarm -> states.put(alarm.alarmName(), alarm.stateValue()));
        return states;
    }
}
