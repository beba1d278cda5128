package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** Schedules. */
final class Schedules {

    private static final int MOST_LISTED = 100;

    private final ScheduleStore store;
    private final ScheduleRules rules;
    private final Occurrences occurrences;

    Schedules(ScheduleStore store, ScheduleRules rules, Occurrences occurrences) {
        this.store = store;
        this.rules = rules;
        this.occurrences = occurrences;
    }

    void declare(Operations all) {
        String one = "/schedules/{Name}";
        all.operation("POST " + one, "CreateSchedule", CreateScheduleRequest::builder, this::create)
                .operation("GET " + one, "GetSchedule", GetScheduleRequest::builder, this::get)
                .operation("PUT " + one, "UpdateSchedule", UpdateScheduleRequest::builder, this::update)
                .operation("DELETE " + one, "DeleteSchedule", DeleteScheduleRequest::builder, this::delete)
                .operation("GET /schedules", "ListSchedules", ListSchedulesRequest::builder, this::list);
    }

    private static GetScheduleResponse form(SdkPojo asked, String arn) {
        GetScheduleResponse.Builder form =
                Fields.copy(asked, GetScheduleResponse.builder()).arn(arn);
        GetScheduleResponse given = form.build();
        return form.groupName(ScheduleStore.groupName(given.groupName()))
                .state(given.stateAsString() == null ? ScheduleState.ENABLED.toString() : given.stateAsString())
                .scheduleExpressionTimezone(
                        given.scheduleExpressionTimezone() == null ? "UTC" : given.scheduleExpressionTimezone())
                .actionAfterCompletion(
                        given.actionAfterCompletionAsString() == null
                                ? ActionAfterCompletion.NONE.toString()
                                : given.actionAfterCompletionAsString())
                .target(given.target() == null ? null : ScheduleRules.whole(given.target()))
                .build();
    }

    private static String arn(Call call, String group, String name) {
        return call.caller().arn("scheduler", "schedule/" + ScheduleStore.groupName(group) + "/" + name);
    }

    private CreateScheduleResponse create(Call call, CreateScheduleRequest request) {
        GetScheduleResponse form = form(request, arn(call, request.groupName(), request.name())).toBuilder()
                .creationDate(call.now())
                .lastModificationDate(call.now())
                .build();
        rules.check(form);
        var unused = store.group(call, request.groupName());
        String token = request.clientToken() == null ? "" : request.clientToken();
        ScheduleStore.Row row = new ScheduleStore.Row(call.account(), call.region(), form, token);
        Optional<ScheduleStore.Row> known = store.schedule(row.key());
        if (known.isPresent()) {
            if (!token.isEmpty() && known.get().token().equals(token)) {
                return CreateScheduleResponse.builder().scheduleArn(form.arn()).build();
            }
            throw SchedulerErrors.conflict("Schedule " + form.name() + " already exists.");
        }
        store.put(row);
        occurrences.arrange(row, call.now());
        call.effect(form.arn(), token);
        return CreateScheduleResponse.builder().scheduleArn(form.arn()).build();
    }

    private GetScheduleResponse get(Call call, GetScheduleRequest request) {
        return store.schedule(call, request.groupName(), request.name()).form();
    }

    /** What an update does not name is as if it had never been named. */
    private UpdateScheduleResponse update(Call call, UpdateScheduleRequest request) {
        ScheduleStore.Row before = store.schedule(call, request.groupName(), request.name());
        GetScheduleResponse form = form(request, before.form().arn()).toBuilder()
                .creationDate(before.form().creationDate())
                .lastModificationDate(call.now())
                .build();
        rules.check(form);
        ScheduleStore.Row after = before.with(form);
        store.put(after);
        occurrences.arrange(after, call.now());
        call.effect(form.arn(), request.clientToken());
        return UpdateScheduleResponse.builder().scheduleArn(form.arn()).build();
    }

    private DeleteScheduleResponse delete(Call call, DeleteScheduleRequest request) {
        ScheduleStore.Row row = store.schedule(call, request.groupName(), request.name());
        occurrences.forget(row);
        call.effect(row.form().arn());
        return DeleteScheduleResponse.builder().build();
    }

    private ListSchedulesResponse list(Call call, ListSchedulesRequest request) {
        String group = request.groupName() == null ? "" : request.groupName();
        if (!group.isEmpty()) {
            var unused = store.group(call, group);
        }
        List<ScheduleStore.Row> found = store.schedules(call.account(), call.region(), group).stream()
                .filter(row -> request.namePrefix() == null || row.form().name().startsWith(request.namePrefix()))
                .filter(row -> request.stateAsString() == null
                        || request.stateAsString().equals(row.form().stateAsString()))
                .toList();
        Page<ScheduleStore.Row> page =
                Page.of(found, ScheduleStore.Row::key, request.nextToken(), request.maxResults(), MOST_LISTED);
        return ListSchedulesResponse.builder()
                .schedules(page.items().stream()
                        .map(row -> Fields.copy(
                                        row.form(), ScheduleSummary.builder(), member -> !member.equals("Target"))
                                .target(t -> t.arn(row.form().target().arn()))
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }
}
