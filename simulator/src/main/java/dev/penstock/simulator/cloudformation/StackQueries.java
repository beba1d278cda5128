package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.AccountLimit;
import software.amazon.awssdk.services.cloudformation.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/** What can be asked about stacks, exports and limits. */
final class StackQueries {

    private static final int PAGE = 100;

    private final StackStore store;
    private final Stacks stacks;
    private final Exports exports;

    StackQueries(StackStore store, Stacks stacks, Exports exports) {
        this.store = store;
        this.stacks = stacks;
        this.exports = exports;
    }

    DescribeStacksResponse describe(Call call, DescribeStacksRequest request) {
        if (request.stackName() != null) {
            StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::withId);
            return DescribeStacksResponse.builder().stacks(stack.model()).build();
        }
        Page<StackRow> page = page(
                store.stacksOf(call.caller()).stream()
                        .filter(stack -> !stack.isDeleted())
                        .toList(),
                StackQueries::place,
                request.nextToken(),
                PAGE);
        return DescribeStacksResponse.builder()
                .stacks(page.items().stream().map(StackRow::model).toList())
                .nextToken(page.next())
                .build();
    }

    ListStacksResponse list(Call call, ListStacksRequest request) {
        Set<StackStatus> wanted = new HashSet<>(request.stackStatusFilters());
        Page<StackRow> page = page(
                store.stacksOf(call.caller()).stream()
                        .filter(stack -> wanted.isEmpty() || wanted.contains(stack.status()))
                        .toList(),
                StackQueries::place,
                request.nextToken(),
                PAGE);
        return ListStacksResponse.builder()
                .stackSummaries(page.items().stream().map(StackQueries::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackSummary summary(StackRow row) {
        Stack stack = row.model();
        return StackSummary.builder()
                .stackId(stack.stackId())
                .stackName(stack.stackName())
                .templateDescription(stack.description())
                .creationTime(stack.creationTime())
                .lastUpdatedTime(stack.lastUpdatedTime())
                .deletionTime(stack.deletionTime())
                .stackStatus(stack.stackStatusAsString())
                .stackStatusReason(stack.stackStatusReason())
                .parentId(stack.parentId())
                .rootId(stack.rootId())
                .driftInformation(
                        d -> d.stackDriftStatus(stack.driftInformation().stackDriftStatusAsString())
                                .lastCheckTimestamp(stack.driftInformation().lastCheckTimestamp()))
                .build();
    }

    /** The youngest first: keys count down. */
    private static String place(StackRow stack) {
        return StackStore.padded(999_999_999_999L - stack.number());
    }

    ListExportsResponse exports(Call call, ListExportsRequest request) {
        var page = page(exports.all(call.caller()), export -> export.name(), request.nextToken(), PAGE);
        return ListExportsResponse.builder()
                .exports(page.items())
                .nextToken(page.next())
                .build();
    }

    ListImportsResponse imports(Call call, ListImportsRequest request) {
        String name = CloudFormationErrors.required("exportName", request.exportName());
        if (exports.value(call.caller(), name).isEmpty()) {
            throw CloudFormationErrors.validation("Export '" + name + "' does not exist.");
        }
        List<String> users = exports.users(call.caller(), name);
        if (users.isEmpty()) {
            throw CloudFormationErrors.validation("Export '" + name + "' is not imported by any stack.");
        }
        var page = page(users, Function.identity(), request.nextToken(), PAGE);
        return ListImportsResponse.builder()
                .imports(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Source: CloudFormation User Guide, "Understand CloudFormation quotas". */
    DescribeAccountLimitsResponse limits(Call call, DescribeAccountLimitsRequest request) {
        return DescribeAccountLimitsResponse.builder()
                .accountLimits(
                        limit("StackLimit", 2000),
                        limit("StackOutputsLimit", 200),
                        limit("ConcurrentResourcesLimit", 2500))
                .build();
    }

    private static AccountLimit limit(String name, int value) {
        return AccountLimit.builder().name(name).value(value).build();
    }

    /** @param all in the order of their keys */
    static <T> Page<T> page(List<T> all, Function<T, String> key, @Nullable String token, int most) {
        try {
            return Page.of(all.stream().sorted(Comparator.comparing(key)).toList(), key, token, null, most);
        } catch (ServiceError e) {
            throw CloudFormationErrors.validation(
                    "Invalid NextToken: " + Optional.ofNullable(token).orElse(""));
        }
    }
}
