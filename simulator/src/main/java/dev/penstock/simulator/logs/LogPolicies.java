package dev.penstock.simulator.logs;

import dev.penstock.simulator.policy.MalformedPolicyException;
import dev.penstock.simulator.policy.PolicyDocument;
import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeResourcePoliciesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeResourcePoliciesResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourcePolicy;

/**
 * The policies by which other services of AWS may write to an account's logs. They say nothing of users and roles, so that
 * they are kept and listed, and decide about no call. Source: CloudWatch Logs API Reference, PutResourcePolicy.
 */
final class LogPolicies {

    private static final int MOST = 10;
    private static final int LISTED = 50;
    private static final int LONGEST = 5120;

    private record Row(String name, String document, Instant updated) {}

    private final Table<Row> rows;

    LogPolicies(Store store) {
        this.rows = store.table("logs.resourcePolicies", Row.class);
    }

    PutResourcePolicyResponse put(Call call, PutResourcePolicyRequest request) {
        of(request.resourceArn());
        String name = required("policyName", request.policyName());
        String document = required("policyDocument", request.policyDocument());
        if (document.length() > LONGEST) {
            throw LogErrors.constraint(document, "policyDocument", "have length less than or equal to " + LONGEST);
        }
        try {
            PolicyDocument.parse(PolicyKind.RESOURCE, document);
        } catch (MalformedPolicyException e) {
            throw LogErrors.invalid("The policy document is not valid: " + e.reason());
        }
        String key = under(call) + name;
        if (!rows.has(key) && rows.under(under(call)).size() >= MOST) {
            throw LogErrors.limit();
        }
        Row row = new Row(name, document, call.now());
        rows.put(key, row);
        call.effect(call.caller().arn("logs", "resource-policy:" + name));
        return PutResourcePolicyResponse.builder().resourcePolicy(model(row)).build();
    }

    DescribeResourcePoliciesResponse describe(Call call, DescribeResourcePoliciesRequest request) {
        of(request.resourceArn());
        LogErrors.checkLimit(request.limit(), LISTED);
        List<Row> all = List.copyOf(rows.under(under(call)).values());
        Page<Row> page = Page.of(all, Row::name, request.nextToken(), request.limit(), LISTED);
        return DescribeResourcePoliciesResponse.builder()
                .resourcePolicies(page.items().stream().map(LogPolicies::model).toList())
                .nextToken(page.next())
                .build();
    }

    DeleteResourcePolicyResponse delete(Call call, DeleteResourcePolicyRequest request) {
        of(request.resourceArn());
        String name = required("policyName", request.policyName());
        if (!rows.has(under(call) + name)) {
            throw ServiceError.client("ResourceNotFoundException", "Policy with name [" + name + "] does not exist");
        }
        rows.remove(under(call) + name);
        call.effect(call.caller().arn("logs", "resource-policy:" + name));
        return DeleteResourcePolicyResponse.builder().build();
    }

    private static void of(@Nullable String resource) {
        if (resource != null) {
            throw ServiceError.notSimulated(
                    "a policy of one log group", "policies of the account, without resourceArn");
        }
    }

    private static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw LogErrors.constraint(value == null ? "null" : value, member, "not be null");
        }
        return value;
    }

    private static ResourcePolicy model(Row row) {
        return ResourcePolicy.builder()
                .policyName(row.name())
                .policyDocument(row.document())
                .lastUpdatedTime(row.updated().toEpochMilli())
                .build();
    }

    private static String under(Call call) {
        return call.account() + "/" + call.caller().region() + "/";
    }
}
