package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** Schedules of EventBridge Scheduler and their groups. */
abstract class SchedulerContract extends ServiceContract {

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private static final String AT = "at(2031-03-01T12:00:00)";

    private SchedulerClient scheduler;
    private String role;

    @BeforeEach
    void client() {
        scheduler = account.client(SchedulerClient.builder());
        role = account.client(IamClient.builder())
                .createRole(make -> make.roleName("scheduler").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
    }

    private String arn(String of) {
        return "arn:aws:scheduler:us-east-1:" + account.id + ":" + of;
    }

    private String make(String name, String expression, Consumer<CreateScheduleRequest.Builder> more) {
        return scheduler
                .createSchedule(make -> more.accept(make.name(name)
                        .scheduleExpression(expression)
                        .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                        .target(target -> target.arn(arn("queue").replace("scheduler:", "sqs:"))
                                .roleArn(role)
                                .input("{}"))))
                .scheduleArn();
    }

    private String make(String name) {
        return make(name, AT, more -> {});
    }

    @Test
    void aScheduleIsKeptAsItWasMade() {
        assertThat(make(
                        "wake",
                        AT,
                        more -> more.scheduleExpressionTimezone("Europe/Berlin")
                                .description("Wakes")
                                .actionAfterCompletion(ActionAfterCompletion.DELETE)))
                .isEqualTo(arn("schedule/default/wake"));
        var schedule = scheduler.getSchedule(get -> get.name("wake"));
        assertThat(schedule.groupName()).isEqualTo("default");
        assertThat(schedule.scheduleExpression()).isEqualTo(AT);
        assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("Europe/Berlin");
        assertThat(schedule.description()).isEqualTo("Wakes");
        assertThat(schedule.actionAfterCompletion()).isEqualTo(ActionAfterCompletion.DELETE);
        assertThat(schedule.state()).isEqualTo(ScheduleState.ENABLED);
        assertThat(schedule.target().roleArn()).isEqualTo(role);
    }

    @Test
    void aScheduleWithoutTheseIsInUtcAndStaysAndIsTriedForADay() {
        make("wake");
        var schedule = scheduler.getSchedule(get -> get.name("wake"));
        assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("UTC");
        assertThat(schedule.actionAfterCompletion()).isEqualTo(ActionAfterCompletion.NONE);
        assertThat(schedule.target().retryPolicy().maximumRetryAttempts()).isEqualTo(185);
        assertThat(schedule.target().retryPolicy().maximumEventAgeInSeconds()).isEqualTo(86_400);
    }

    @Test
    void aNameStandsForOneScheduleOfAGroup() {
        make("wake");
        refused(() -> make("wake"), 409, "ConflictException");
        scheduler.createScheduleGroup(group -> group.name("shop"));
        assertThat(make("wake", AT, more -> more.groupName("shop"))).isEqualTo(arn("schedule/shop/wake"));
    }

    @Test
    void oneTokenMakesOneSchedule() {
        String made = make("wake", AT, more -> more.clientToken("token-1"));
        assertThat(make("wake", AT, more -> more.clientToken("token-1"))).isEqualTo(made);
    }

    @Test
    void saysThatThereIsNoSuchScheduleOrGroup() {
        refused(() -> scheduler.getSchedule(get -> get.name("none")), 404, "ResourceNotFoundException");
        refused(() -> scheduler.deleteSchedule(delete -> delete.name("none")), 404, "ResourceNotFoundException");
        refused(() -> scheduler.getScheduleGroup(get -> get.name("none")), 404, "ResourceNotFoundException");
        refused(() -> make("wake", AT, more -> more.groupName("none")), 404, "ResourceNotFoundException");
    }

    @Test
    void takesRatesTimesAndTheExpressionsOfCron() {
        List<String> expressions =
                List.of("rate(5 minutes)", "rate(1 hour)", "cron(0 18 ? * MON-FRI *)", "at(2031-01-01T00:00:00)");
        for (int i = 0; i < expressions.size(); i++) {
            String name = "wake-" + i;
            make(name, expressions.get(i), more -> {});
            assertThat(scheduler.getSchedule(get -> get.name(name)).scheduleExpression())
                    .isEqualTo(expressions.get(i));
        }
    }

    @Test
    void refusesAnExpressionThatIsNone() {
        for (String expression :
                List.of("rate(10 seconds)", "rate(-10 minutes)", "cron(0 1 * * * *)", "at(2021-12-31T23:59:59Z)")) {
            refused(() -> make("wake", expression, more -> {}), 400, "ValidationException");
        }
    }

    @Test
    void refusesATimeZoneThatIsNone() {
        refused(() -> make("wake", AT, more -> more.scheduleExpressionTimezone("Moon")), 400, "ValidationException");
    }

    @Test
    void aFlexibleWindowHasItsLength() {
        refused(
                () -> make(
                        "wake",
                        AT,
                        more -> more.flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.FLEXIBLE))),
                400,
                "ValidationException");
        make(
                "wake",
                AT,
                more -> more.flexibleTimeWindow(
                        window -> window.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(15)));
        assertThat(scheduler
                        .getSchedule(get -> get.name("wake"))
                        .flexibleTimeWindow()
                        .maximumWindowInMinutes())
                .isEqualTo(15);
    }

    @Test
    void refusesTheRoleThatSchedulerCannotAssume() {
        refused(
                () -> make(
                        "wake",
                        AT,
                        more -> more.target(target -> target.arn("arn:aws:sqs:us-east-1:" + account.id + ":queue")
                                .roleArn(role + "-other"))),
                400,
                "ValidationException");
    }

    @Test
    void anUpdateSaysTheWholeSchedule() {
        make("wake", AT, more -> more.description("Wakes").endDate(Instant.parse("2032-01-01T00:00:00Z")));
        scheduler.updateSchedule(update -> update.name("wake")
                .scheduleExpression("rate(1 hour)")
                .state(ScheduleState.DISABLED)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target -> target.arn("arn:aws:sqs:us-east-1:" + account.id + ":queue")
                        .roleArn(role)));
        var schedule = scheduler.getSchedule(get -> get.name("wake"));
        assertThat(schedule.scheduleExpression()).isEqualTo("rate(1 hour)");
        assertThat(schedule.state()).isEqualTo(ScheduleState.DISABLED);
        assertThat(schedule.description()).isNullOrEmpty();
        assertThat(schedule.endDate()).isNull();
    }

    @Test
    void listsSchedulesOfAGroupInPages() {
        scheduler.createScheduleGroup(group -> group.name("shop"));
        for (String name : new String[] {"a", "b", "c"}) {
            make(name, AT, more -> more.groupName("shop"));
        }
        make("other");
        var first = scheduler.listSchedules(list -> list.groupName("shop").maxResults(2));
        assertThat(first.schedules()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(scheduler
                        .listSchedulesPaginator(list -> list.groupName("shop").maxResults(2))
                        .schedules())
                .extracting(ScheduleSummary::name)
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aScheduleThatIsDeletedIsGone() {
        make("wake");
        scheduler.deleteSchedule(delete -> delete.name("wake"));
        assertThat(scheduler.listSchedules(all -> {}).schedules()).isEmpty();
    }

    @Test
    void aGroupHasItsNameOnceAndGoesWithItsSchedules() {
        assertThat(scheduler.createScheduleGroup(group -> group.name("shop")).scheduleGroupArn())
                .isEqualTo(arn("schedule-group/shop"));
        refused(() -> scheduler.createScheduleGroup(group -> group.name("shop")), 409, "ConflictException");
        assertThat(scheduler.getScheduleGroup(get -> get.name("shop")).state()).isEqualTo(ScheduleGroupState.ACTIVE);
        assertThat(scheduler.listScheduleGroups(all -> {}).scheduleGroups())
                .extracting(ScheduleGroupSummary::name)
                .containsExactlyInAnyOrder("default", "shop");
        make("wake", AT, more -> more.groupName("shop"));
        scheduler.deleteScheduleGroup(delete -> delete.name("shop"));
        account.await(
                "the deletion of the group",
                () -> scheduler.listScheduleGroups(all -> {}).scheduleGroups().stream()
                        .noneMatch(group -> group.name().equals("shop")));
        assertThat(scheduler.listSchedules(all -> {}).schedules()).isEmpty();
    }

    @Test
    void theDefaultGroupStays() {
        refused(() -> scheduler.deleteScheduleGroup(delete -> delete.name("default")), 400, "ValidationException");
    }
}
