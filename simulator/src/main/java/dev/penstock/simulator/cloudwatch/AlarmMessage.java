package dev.penstock.simulator.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.core.JsonGenerator;

/** What an alarm publishes to a topic: the fields that CloudWatch's own messages have (recorded from AWS). */
final class AlarmMessage {

    private AlarmMessage() {}

    static String subject(AlarmRow row) {
        String subject = row.state().value() + ": \"" + row.name() + "\" in " + regionName(row.region());
        return subject.length() <= 100 ? subject : subject.substring(0, 97) + "...";
    }

    static String text(AlarmRow row, AlarmRow.State before, Instant now) {
        return JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringProperty("AlarmName", row.name());
            text(
                    out,
                    "AlarmDescription",
                    row.metric()
                            .map(MetricAlarm::alarmDescription)
                            .or(() -> row.composite().map(CompositeAlarm::alarmDescription))
                            .orElse(null));
            row.composite().ifPresent(c -> out.writeStringProperty("AlarmRule", c.alarmRule()));
            out.writeStringProperty("AWSAccountId", row.account());
            row.metric()
                    .ifPresent(m -> out.writeStringProperty(
                            "AlarmConfigurationUpdatedTimestamp",
                            AlarmReasons.stamp(m.alarmConfigurationUpdatedTimestamp())));
            out.writeStringProperty("NewStateValue", row.state().value().toString());
            out.writeStringProperty("NewStateReason", row.state().reason());
            out.writeStringProperty("StateChangeTime", AlarmReasons.stamp(now));
            out.writeStringProperty("Region", regionName(row.region()));
            out.writeStringProperty("AlarmArn", row.arn());
            out.writeStringProperty("OldStateValue", before.value().toString());
            texts(out, "OKActions", row.actions(StateValue.OK));
            texts(out, "AlarmActions", row.actions(StateValue.ALARM));
            texts(out, "InsufficientDataActions", row.actions(StateValue.INSUFFICIENT_DATA));
            row.metric().ifPresent(alarm -> trigger(out, alarm));
            row.composite().ifPresent(c -> CompositeRule.writeTriggers(out, row));
            out.writeEndObject();
        });
    }

    /** A region's name in words, like {@code US East (N. Virginia)}. */
    static String regionName(String region) {
        RegionMetadata known = RegionMetadata.of(Region.of(region));
        return known == null ? region : known.description();
    }

    private static void trigger(JsonGenerator out, MetricAlarm alarm) {
        out.writeObjectPropertyStart("Trigger");
        if (alarm.metricName() != null) {
            out.writeStringProperty("MetricName", alarm.metricName());
            out.writeStringProperty("Namespace", alarm.namespace());
            boolean plain = alarm.statisticAsString() != null;
            out.writeStringProperty("StatisticType", plain ? "Statistic" : "ExtendedStatistic");
            if (plain) {
                out.writeStringProperty("Statistic", alarm.statisticAsString().toUpperCase(Locale.ROOT));
            } else {
                out.writeStringProperty("ExtendedStatistic", alarm.extendedStatistic());
            }
            text(out, "Unit", alarm.unitAsString());
            dimensions(out, "Dimensions", alarm.dimensions());
        }
        if (alarm.period() != null) {
            out.writeNumberProperty("Period", alarm.period());
        }
        out.writeNumberProperty("EvaluationPeriods", alarm.evaluationPeriods());
        if (alarm.datapointsToAlarm() != null) {
            out.writeNumberProperty("DatapointsToAlarm", alarm.datapointsToAlarm());
        }
        out.writeStringProperty("ComparisonOperator", alarm.comparisonOperatorAsString());
        out.writeNumberProperty("Threshold", alarm.threshold());
        out.writeStringProperty("TreatMissingData", alarm.treatMissingData() == null ? "" : alarm.treatMissingData());
        out.writeStringProperty(
                "EvaluateLowSampleCountPercentile",
                alarm.evaluateLowSampleCountPercentile() == null ? "" : alarm.evaluateLowSampleCountPercentile());
        if (!alarm.metrics().isEmpty()) {
            metrics(out, alarm.metrics());
        }
        out.writeEndObject();
    }

    private static void metrics(JsonGenerator out, List<MetricDataQuery> queries) {
        out.writeArrayPropertyStart("Metrics");
        for (MetricDataQuery query : queries) {
            out.writeStartObject();
            out.writeStringProperty("Id", query.id());
            MetricStat stat = query.metricStat();
            if (stat == null) {
                out.writeStringProperty("Expression", query.expression());
            } else {
                out.writeObjectPropertyStart("MetricStat");
                out.writeObjectPropertyStart("Metric");
                dimensions(out, "Dimensions", stat.metric().dimensions());
                out.writeStringProperty("MetricName", stat.metric().metricName());
                out.writeStringProperty("Namespace", stat.metric().namespace());
                out.writeEndObject();
                out.writeNumberProperty("Period", stat.period());
                out.writeStringProperty("Stat", stat.stat());
                out.writeEndObject();
            }
            out.writeBooleanProperty("ReturnData", !Boolean.FALSE.equals(query.returnData()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void dimensions(JsonGenerator out, String name, List<Dimension> dimensions) {
        out.writeArrayPropertyStart(name);
        dimensions.forEach(d -> {
            out.writeStartObject();
            out.writeStringProperty("value", d.value());
            out.writeStringProperty("name", d.name());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static void texts(JsonGenerator out, String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value == null) {
            out.writeNullProperty(name);
        } else {
            out.writeStringProperty(name, value);
        }
    }
}
