package dev.penstock.simulator.page;

import dev.penstock.simulator.page.Looking.Part;
import dev.penstock.simulator.service.Caller;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import tools.jackson.core.JsonGenerator;

/** Alarms and how they stand. */
final class AlarmOverview {

    private final Looking looking;

    AlarmOverview(Looking looking) {
        this.looking = looking;
    }

    void write(JsonGenerator out, Caller caller) {
        out.writeName("alarms");
        out.writeStartArray();
        List<MetricAlarm> alarms = Looking.all(token -> looking.ask(
                        caller,
                        "monitoring",
                        "DescribeAlarms",
                        DescribeAlarmsRequest.builder().nextToken(token).build(),
                        DescribeAlarmsResponse.class)
                .map(r -> new Part<>(r.metricAlarms(), r.nextToken()))
                .orElseGet(() -> new Part<>(List.of(), null)));
        for (MetricAlarm alarm : alarms) {
            out.writeStartObject();
            Overview.text(out, "name", alarm.alarmName());
            Overview.text(out, "state", alarm.stateValueAsString());
            Overview.text(out, "reason", alarm.stateReason());
            Overview.text(out, "since", alarm.stateUpdatedTimestamp());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
