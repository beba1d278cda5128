package dev.penstock.simulator.logs;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeResourcePoliciesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

/** CloudWatch Logs as a service. Logs Insights queries are not simulated. Source: CloudWatch Logs API Reference. */
public final class CloudWatchLogs {

    private final LogGroups groups;
    private final LogStreams streams;
    private final LogEvents events;
    private final LogFilters filters;
    private final LogPolicies policies;

    public CloudWatchLogs(Store store, LogStore logs, Metrics metrics, Tags tags, Ids ids) {
        filters = new LogFilters(store, logs, metrics);
        groups = new LogGroups(logs, filters, tags);
        streams = new LogStreams(logs);
        events = new LogEvents(logs, ids);
        policies = new LogPolicies(store);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("logs", new ServiceDefinition.Protocol.Json("Logs_20140328"), this::declare);
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("CreateLogGroup", CreateLogGroupRequest::builder, groups::create)
                .operation("DeleteLogGroup", DeleteLogGroupRequest::builder, groups::delete)
                .operation("DescribeLogGroups", DescribeLogGroupsRequest::builder, groups::describe)
                .operation("PutRetentionPolicy", PutRetentionPolicyRequest::builder, groups::putRetention)
                .operation("DeleteRetentionPolicy", DeleteRetentionPolicyRequest::builder, groups::deleteRetention)
                .operation("TagLogGroup", TagLogGroupRequest::builder, groups::tagGroup)
                .operation("UntagLogGroup", UntagLogGroupRequest::builder, groups::untagGroup)
                .operation("ListTagsLogGroup", ListTagsLogGroupRequest::builder, groups::listGroupTags)
                .operation("TagResource", TagResourceRequest::builder, groups::tag)
                .operation("UntagResource", UntagResourceRequest::builder, groups::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, groups::listTags)
                .operation("CreateLogStream", CreateLogStreamRequest::builder, streams::create)
                .operation("DeleteLogStream", DeleteLogStreamRequest::builder, streams::delete)
                .operation("DescribeLogStreams", DescribeLogStreamsRequest::builder, streams::describe)
                .operation("PutLogEvents", PutLogEventsRequest::builder, events::put)
                .operation("GetLogEvents", GetLogEventsRequest::builder, events::get)
                .operation("FilterLogEvents", FilterLogEventsRequest::builder, events::filter)
                .operation("PutResourcePolicy", PutResourcePolicyRequest::builder, policies::put)
                .operation("DescribeResourcePolicies", DescribeResourcePoliciesRequest::builder, policies::describe)
                .operation("DeleteResourcePolicy", DeleteResourcePolicyRequest::builder, policies::delete)
                .operation("PutMetricFilter", PutMetricFilterRequest::builder, filters::putMetric)
                .operation("DescribeMetricFilters", DescribeMetricFiltersRequest::builder, filters::describeMetric)
                .operation("DeleteMetricFilter", DeleteMetricFilterRequest::builder, filters::deleteMetric)
                .operation("TestMetricFilter", TestMetricFilterRequest::builder, filters::test)
                .operation("PutSubscriptionFilter", PutSubscriptionFilterRequest::builder, filters::putSubscription)
                .operation(
                        "DescribeSubscriptionFilters",
                        DescribeSubscriptionFiltersRequest::builder,
                        filters::describeSubscriptions)
                .operation(
                        "DeleteSubscriptionFilter",
                        DeleteSubscriptionFilterRequest::builder,
                        filters::deleteSubscription);
    }
}
