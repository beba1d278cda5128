package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The targets of rules. */
final class RuleTargets {

    /** Source: EventBridge quotas, targets per rule. */
    private static final int MOST = 5;

    private static final int MOST_LISTED = 100;
    private static final int LONGEST_ID = 64;

    private final EventStore store;

    RuleTargets(EventStore store) {
        this.store = store;
    }

    void declare(Operations all) {
        all.operation("PutTargets", PutTargetsRequest::builder, this::put)
                .operation("RemoveTargets", RemoveTargetsRequest::builder, this::remove)
                .operation("ListTargetsByRule", ListTargetsByRuleRequest::builder, this::list);
    }

    private PutTargetsResponse put(Call call, PutTargetsRequest request) {
        for (int i = 0; i < request.targets().size(); i++) {
            checkId(request.targets().get(i).id(), "targets." + (i + 1) + ".member.id");
        }
        EventStore.Rule rule = store.rule(call, request.eventBusName(), request.rule());
        TreeMap<String, Target> all = new TreeMap<>();
        rule.targets().forEach(target -> all.put(target.id(), target));
        for (Target target : request.targets()) {
            Inputs.check(target);
            if (target.arn() == null || !target.arn().startsWith("arn:")) {
                throw EventErrors.invalid(
                        "Parameter " + target.arn() + " is not valid. Reason: Provided Arn is not in correct format.");
            }
            if (target.arn().contains(":sqs:") && target.arn().endsWith(".fifo") && target.sqsParameters() == null) {
                throw EventErrors.invalid(
                        "Parameter(s) SqsParameters must be specified for target: " + target.id() + ".");
            }
            all.put(target.id(), target);
        }
        if (all.size() > MOST) {
            throw EventErrors.limit();
        }
        store.put(rule.with(List.copyOf(all.values())));
        call.effect(rule.form().arn());
        return PutTargetsResponse.builder()
                .failedEntryCount(0)
                .failedEntries(List.of())
                .build();
    }

    private static void checkId(String id, String member) {
        if (id == null || !id.matches("[.\\-_A-Za-z0-9]+")) {
            throw EventErrors.constraint(
                    String.valueOf(id), member, "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
        }
        if (id.length() > LONGEST_ID) {
            throw EventErrors.constraint(id, member, "Member must have length less than or equal to 64");
        }
    }

    private RemoveTargetsResponse remove(Call call, RemoveTargetsRequest request) {
        EventStore.Rule rule = store.rule(call, request.eventBusName(), request.rule());
        List<RemoveTargetsResultEntry> unknown = request.ids().stream()
                .filter(id ->
                        rule.targets().stream().noneMatch(target -> target.id().equals(id)))
                .map(id -> RemoveTargetsResultEntry.builder()
                        .targetId(id)
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("Target " + id + " does not exist on Rule " + request.rule() + ".")
                        .build())
                .toList();
        store.put(rule.with(rule.targets().stream()
                .filter(target -> !request.ids().contains(target.id()))
                .toList()));
        call.effect(rule.form().arn());
        return RemoveTargetsResponse.builder()
                .failedEntryCount(unknown.size())
                .failedEntries(unknown)
                .build();
    }

    private ListTargetsByRuleResponse list(Call call, ListTargetsByRuleRequest request) {
        EventStore.Rule rule = store.rule(call, request.eventBusName(), request.rule());
        List<Target> sorted =
                rule.targets().stream().sorted(Comparator.comparing(Target::id)).toList();
        Page<Target> page = Page.of(sorted, Target::id, request.nextToken(), request.limit(), MOST_LISTED);
        return ListTargetsByRuleResponse.builder()
                .targets(page.items())
                .nextToken(page.next())
                .build();
    }
}
