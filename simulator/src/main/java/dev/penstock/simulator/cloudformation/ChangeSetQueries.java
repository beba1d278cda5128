package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;

/** DescribeChangeSet, ListChangeSets. */
final class ChangeSetQueries {

    private static final int PAGE = 100;
    private static final String UNNAMED = "StackName must be specified if ChangeSetName is not specified as an ARN.";

    private final StackStore store;
    private final Stacks stacks;
    private final ChangeSets sets;

    ChangeSetQueries(StackStore store, Stacks stacks, ChangeSets sets) {
        this.store = store;
        this.stacks = stacks;
        this.sets = sets;
    }

    DescribeChangeSetResponse describe(Call call, DescribeChangeSetRequest request) {
        ChangeSetRow set = sets.get(call, request.changeSetName(), request.stackName(), UNNAMED);
        boolean values = Boolean.TRUE.equals(request.includePropertyValues());
        List<Numbered> numbered = new ArrayList<>();
        (values ? set.valued() : set.model().changes())
                .forEach(change -> numbered.add(new Numbered(numbered.size(), change)));
        Page<Numbered> page =
                StackQueries.page(numbered, one -> StackStore.padded(one.number()), request.nextToken(), PAGE);
        DescribeChangeSetResponse.Builder answer = set.model().toBuilder()
                .changes(page.items().stream().map(Numbered::change).toList())
                .nextToken(page.next());
        if (values && !set.remark().isEmpty()) {
            answer.statusReason(set.remark());
        }
        DescribeChangeSetResponse described = answer.build();
        if (set.mode().isExpress()) {
            boolean isLeft = set.mode() == ChangeSetRow.Mode.EXPRESS;
            call.unmodelled()
                    .answer(
                            described,
                            Map.of("DeploymentConfig", Map.of("Mode", "EXPRESS", "DisableRollback", isLeft)));
        }
        return described;
    }

    private record Numbered(int number, Change change) {}

    ListChangeSetsResponse list(Call call, ListChangeSetsRequest request) {
        StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        Page<ChangeSetRow> page = StackQueries.page(
                store.changeSetsOf(stack.id()).stream()
                        .filter(set -> !set.deleted())
                        // Recorded: what was carried out is described, but not listed any more.
                        .filter(set -> set.model().executionStatus() != ExecutionStatus.EXECUTE_COMPLETE)
                        .toList(),
                set -> StackStore.padded(set.number()),
                request.nextToken(),
                PAGE);
        return ListChangeSetsResponse.builder()
                .summaries(page.items().stream().map(ChangeSetQueries::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private static ChangeSetSummary summary(ChangeSetRow row) {
        DescribeChangeSetResponse set = row.model();
        return ChangeSetSummary.builder()
                .stackId(set.stackId())
                .stackName(set.stackName())
                .changeSetId(set.changeSetId())
                .changeSetName(set.changeSetName())
                .executionStatus(set.executionStatusAsString())
                .status(set.statusAsString())
                .statusReason(set.statusReason())
                .creationTime(set.creationTime())
                .description(set.description())
                .includeNestedStacks(set.includeNestedStacks())
                .parentChangeSetId(set.parentChangeSetId())
                .rootChangeSetId(set.rootChangeSetId())
                .importExistingResources(set.importExistingResources())
                .build();
    }
}
