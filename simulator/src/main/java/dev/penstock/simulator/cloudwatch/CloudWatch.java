package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;

/** CloudWatch as a service: metrics, alarms, dashboards. Source: CloudWatch API Reference. */
public final class CloudWatch {

    /** Publishes what alarms tell topics. */
    public interface Topics {

        /** Publishes within the current transaction; does nothing when there is no such topic. */
        void publish(String topicArn, String subject, String message);
    }

    private final Metrics metrics;
    private final Alarms alarms;
    private final MetricOperations metricOperations;
    private final AlarmOperations alarmOperations;
    private final Dashboards dashboards;

    private final Consumer<ServiceEvents> telling;

    public CloudWatch(Store store, SimulatedTime time, Calendar calendar, Tags tags, Topics topics) {
        metrics = new Metrics(store, time);
        AlarmHistory history = new AlarmHistory(store);
        alarms = new Alarms(store, calendar, time, metrics, history, new AlarmActions(history, topics));
        telling = told -> AlarmEvents.tell(alarms, told);
        metricOperations = new MetricOperations(metrics);
        alarmOperations = new AlarmOperations(alarms, history, tags);
        dashboards = new Dashboards(store);
    }

    /** Where services record what they measure. */
    public Metrics metrics() {
        return metrics;
    }

    /** Whose states others ask for. */
    public Alarms alarms() {
        return alarms;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                        "monitoring",
                        new ServiceDefinition.Protocol.Query(
                                "2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/"),
                        this::declare)
                .and(new ServiceDefinition.Protocol.Json("GraniteServiceVersion20100801"))
                .and(new ServiceDefinition.Protocol.Cbor("GraniteServiceVersion20100801"));
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("PutMetricData", PutMetricDataRequest::builder, metricOperations::put)
                .operation("GetMetricData", GetMetricDataRequest::builder, metricOperations::data)
                .operation("GetMetricStatistics", GetMetricStatisticsRequest::builder, metricOperations::statistics)
                .operation("ListMetrics", ListMetricsRequest::builder, metricOperations::list)
                .operation("PutMetricAlarm", PutMetricAlarmRequest::builder, alarmOperations::putMetricAlarm)
                .operation("PutCompositeAlarm", PutCompositeAlarmRequest::builder, alarmOperations::putCompositeAlarm)
                .operation("DescribeAlarms", DescribeAlarmsRequest::builder, alarmOperations::describe)
                .operation(
                        "DescribeAlarmsForMetric",
                        DescribeAlarmsForMetricRequest::builder,
                        alarmOperations::describeForMetric)
                .operation(
                        "DescribeAlarmHistory", DescribeAlarmHistoryRequest::builder, alarmOperations::describeHistory)
                .operation("DeleteAlarms", DeleteAlarmsRequest::builder, alarmOperations::delete)
                .operation("SetAlarmState", SetAlarmStateRequest::builder, alarmOperations::setState)
                .operation("EnableAlarmActions", EnableAlarmActionsRequest::builder, alarmOperations::enableActions)
                .operation("DisableAlarmActions", DisableAlarmActionsRequest::builder, alarmOperations::disableActions)
                .operation("TagResource", TagResourceRequest::builder, alarmOperations::tag)
                .operation("UntagResource", UntagResourceRequest::builder, alarmOperations::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, alarmOperations::listTags)
                .operation("PutDashboard", PutDashboardRequest::builder, dashboards::put)
                .operation("GetDashboard", GetDashboardRequest::builder, dashboards::get)
                .operation("ListDashboards", ListDashboardsRequest::builder, dashboards::list)
                .operation("DeleteDashboards", DeleteDashboardsRequest::builder, dashboards::delete);
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}
