package dev.penstock.aws.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

class ScheduledWakeUpsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String RUNNER = "arn:aws:lambda:us-east-1:" + SimulatedAccount.ID + ":function:runner:live";

    private final SimulatedAccount account = new SimulatedAccount();

    @BeforeEach
    void makeAHome() {
        account.clients
                .iam(AwsScope.OWN, Use.CHANGE)
                .createRole(role -> role.roleName("scheduler").assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                     "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                    """));
        scheduler().createScheduleGroup(group -> group.name("wake-ups"));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void whatIsDueInTheSameSecondSharesOneSchedule() {
        wakeUps("wake-ups").at(NOON.plusSeconds(3600));
        wakeUps("wake-ups").at(NOON.plusSeconds(3600));
        wakeUps("wake-ups").at(NOON.plusMillis(3_599_001));
        wakeUps("wake-ups").at(NOON.plusSeconds(3601));

        assertThat(names()).containsExactlyInAnyOrder("wake-20260102T130000Z", "wake-20260102T130001Z");
        GetScheduleResponse made =
                scheduler().getSchedule(get -> get.groupName("wake-ups").name("wake-20260102T130000Z"));
        assertThat(made.scheduleExpression()).isEqualTo("at(2026-01-02T13:00:00)");
        assertThat(made.actionAfterCompletionAsString()).isEqualTo("DELETE");
        assertThat(made.target().arn()).isEqualTo(RUNNER);
    }

    @Test
    void oneRunnerThatAsksAgainMakesNoCall() {
        ScheduledWakeUps wakeUps = wakeUps("wake-ups");
        for (int i = 0; i < 5; i++) {
            wakeUps.at(NOON.plusSeconds(60));
        }
        assertThat(account.aws.effects().of("scheduler", "CreateSchedule")).hasSize(1);
    }

    @Test
    void aTimeThatHasPassedMeansAsSoonAsPossible() {
        wakeUps("wake-ups").at(Instant.EPOCH);
        assertThat(names()).containsExactly("wake-20260102T120001Z");
    }

    @Test
    void aGroupThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> wakeUps("nowhere").at(NOON.plusSeconds(60)))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("scheduler:CreateSchedule");
    }

    private ScheduledWakeUps wakeUps(String group) {
        return new ScheduledWakeUps(
                account.clients,
                new ScheduledWakeUps.Target(group, RUNNER, "arn:aws:iam::" + SimulatedAccount.ID + ":role/scheduler"),
                InstantSource.fixed(NOON));
    }

    private SchedulerClient scheduler() {
        return account.clients.scheduler(AwsScope.OWN, Use.CHANGE);
    }

    private List<String> names() {
        return scheduler().listSchedules(list -> list.groupName("wake-ups")).schedules().stream()
                .map(ScheduleSummary::name)
                .toList();
    }
}
