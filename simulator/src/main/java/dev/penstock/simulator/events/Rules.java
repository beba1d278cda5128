package dev.penstock.simulator.events;

import dev.penstock.simulator.schedule.ScheduleExpression;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/** Rules of buses. */
final class Rules {

    private static final int MOST_LISTED = 100;

    private final EventStore store;
    private final Tags tags;
    private final RuleSchedules schedules;

    Rules(EventStore store, Tags tags, RuleSchedules schedules) {
        this.store = store;
        this.tags = tags;
        this.schedules = schedules;
    }

    void declare(Operations all) {
        all.operation("PutRule", PutRuleRequest::builder, this::put)
                .operation("DeleteRule", DeleteRuleRequest::builder, this::delete)
                .operation("DescribeRule", DescribeRuleRequest::builder, this::describe)
                .operation("ListRules", ListRulesRequest::builder, this::list)
                .operation("ListRuleNamesByTarget", ListRuleNamesByTargetRequest::builder, this::listByTarget)
                .operation("EnableRule", EnableRuleRequest::builder, this::enable)
                .operation("DisableRule", DisableRuleRequest::builder, this::disable);
    }

    private PutRuleResponse put(Call call, PutRuleRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        check(request, bus);
        Optional<EventStore.Rule> before =
                store.rule(EventStore.ruleKey(bus.account(), bus.region(), bus.name(), request.name()));
        String path = bus.name().equals(EventStore.DEFAULT) ? "" : bus.name() + "/";
        String arn = "arn:aws:events:" + bus.region() + ":" + bus.account() + ":rule/" + path + request.name();
        DescribeRuleResponse form = DescribeRuleResponse.builder()
                .arn(arn)
                .name(request.name())
                .eventBusName(bus.name())
                .createdBy(call.account())
                .description(request.description())
                .eventPattern(request.eventPattern())
                .scheduleExpression(request.scheduleExpression())
                .roleArn(request.roleArn())
                .state(request.stateAsString() == null ? "ENABLED" : request.stateAsString())
                .build();
        EventStore.Rule rule = before.map(known -> known.with(form, call.now()))
                .orElseGet(() -> new EventStore.Rule(bus.account(), bus.region(), form, call.now(), List.of()));
        store.put(rule);
        schedules.arrange(rule, call.now());
        if (before.isEmpty()) {
            tags.add(arn, Buses.tags(request.tags()));
        }
        call.effect(arn);
        return PutRuleResponse.builder().ruleArn(arn).build();
    }

    private static void check(PutRuleRequest request, EventStore.Bus bus) {
        if (request.name() == null || !request.name().matches("[.\\-_A-Za-z0-9]{1,64}")) {
            throw EventErrors.constraint(
                    String.valueOf(request.name()),
                    "name",
                    "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
        }
        boolean scheduled = request.scheduleExpression() != null
                && !request.scheduleExpression().isEmpty();
        boolean matched =
                request.eventPattern() != null && !request.eventPattern().isEmpty();
        if (!scheduled && !matched) {
            throw EventErrors.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (matched) {
            EventErrors.requirePattern(request.eventPattern());
        }
        if (scheduled) {
            if (!bus.name().equals(EventStore.DEFAULT)) {
                throw EventErrors.invalid("ScheduleExpression is supported only on the default event bus.");
            }
            if (ScheduleExpression.parse(request.scheduleExpression())
                    .filter(expression -> !(expression instanceof ScheduleExpression.At))
                    .isEmpty()) {
                throw EventErrors.invalid("Parameter ScheduleExpression is not valid.");
            }
        }
    }

    private DeleteRuleResponse delete(Call call, DeleteRuleRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        store.rule(EventStore.ruleKey(bus.account(), bus.region(), bus.name(), request.name()))
                .ifPresent(rule -> {
                    if (!rule.targets().isEmpty()) {
                        throw EventErrors.invalid("Rule can't be deleted since it has targets.");
                    }
                    store.remove(rule);
                    schedules.forget(rule);
                    tags.forget(rule.form().arn());
                    call.effect(rule.form().arn());
                });
        return DeleteRuleResponse.builder().build();
    }

    private DescribeRuleResponse describe(Call call, DescribeRuleRequest request) {
        return store.rule(call, request.eventBusName(), request.name()).form();
    }

    private ListRulesResponse list(Call call, ListRulesRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        List<EventStore.Rule> found = store.rules(bus.account(), bus.region(), bus.name()).stream()
                .filter(rule ->
                        request.namePrefix() == null || rule.form().name().startsWith(request.namePrefix()))
                .toList();
        Page<EventStore.Rule> page =
                Page.of(found, rule -> rule.form().name(), request.nextToken(), request.limit(), MOST_LISTED);
        return ListRulesResponse.builder()
                .rules(page.items().stream()
                        .map(rule -> Fields.copy(rule.form(), Rule.builder()).build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private ListRuleNamesByTargetResponse listByTarget(Call call, ListRuleNamesByTargetRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        List<String> found = store.rules(bus.account(), bus.region(), bus.name()).stream()
                .filter(rule ->
                        rule.targets().stream().anyMatch(target -> target.arn().equals(request.targetArn())))
                .map(rule -> rule.form().name())
                .toList();
        Page<String> page = Page.of(found, name -> name, request.nextToken(), request.limit(), MOST_LISTED);
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page.items())
                .nextToken(page.next())
                .build();
    }

    private EnableRuleResponse enable(Call call, EnableRuleRequest request) {
        change(call, request.eventBusName(), request.name(), RuleState.ENABLED);
        return EnableRuleResponse.builder().build();
    }

    private DisableRuleResponse disable(Call call, DisableRuleRequest request) {
        change(call, request.eventBusName(), request.name(), RuleState.DISABLED);
        return DisableRuleResponse.builder().build();
    }

    private void change(Call call, @Nullable String bus, String name, RuleState state) {
        EventStore.Rule before = store.rule(call, bus, name);
        Instant since = before.isEnabled() ? before.enabledAt() : call.now();
        EventStore.Rule after =
                before.with(before.form().toBuilder().state(state).build(), since);
        store.put(after);
        schedules.arrange(after, call.now());
        call.effect(after.form().arn());
    }
}
