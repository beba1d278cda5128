package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.release.StoppedTask.Container;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref"
                        + " docker.io/library/nope:1: not found",
                "CannotPullContainerError: Error response from daemon: manifest for web:9 not found: manifest unknown",
                "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
                "CannotPullContainerError: Error response from daemon: pull access denied for web",
                "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException",
                "CannotStartContainerError: Error response from daemon: Bind for 0.0.0.0:80 failed: port is already allocated"
            })
    void oneTaskIsEnoughForWhatTheNextWillFailOfAsWell(String reason) {
        assertThat(Diagnosis.deterministicCause(List.of(notStarted(reason)), List.of()))
                .hasValueSatisfying(cause -> assertThat(cause).endsWith(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CannotPullContainerError: ref pull has been retried 5 time(s): dial tcp 10.0.0.1:443: i/o timeout",
                "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit",
                "ResourceInitializationError: unable to pull secrets: context deadline exceeded",
                "Task failed ELB health checks in (target-group arn:aws:…)",
                "Scaling activity initiated by (deployment ecs-svc/123)"
            })
    void whatMayPassIsNoCause(String reason) {
        assertThat(Diagnosis.deterministicCause(List.of(notStarted(reason), notStarted(reason)), List.of()))
                .isEmpty();
    }

    @Test
    void anExitIsACauseWhenItHappensAgain() {
        StoppedTask once = exited(container("web", 1));
        assertThat(Diagnosis.deterministicCause(List.of(once), List.of())).isEmpty();
        assertThat(Diagnosis.deterministicCause(List.of(once, exited(container("web", 2))), List.of()))
                .isEmpty();
        assertThat(Diagnosis.deterministicCause(List.of(once, once), List.of()))
                .contains("container 'web' exited with code 1, in 2 tasks");
    }

    @Test
    void blamesTheContainerThatEndedByItself() {
        StoppedTask task = exited(container("proxy", 137), container("web", 3));
        assertThat(Diagnosis.deterministicCause(List.of(task, task), List.of()))
                .contains("container 'web' exited with code 3, in 2 tasks");
    }

    @Test
    void blamesTheContainerThatRanOutOfMemory() {
        var killed = new Container(
                "web", OptionalInt.of(137), "OutOfMemoryError: Container killed due to memory usage", List.of());
        StoppedTask task = exited(killed, container("proxy", 1));
        assertThat(Diagnosis.deterministicCause(List.of(task, task), List.of()))
                .hasValueSatisfying(cause -> assertThat(cause).contains("'web'").contains("memory"));
    }

    @Test
    void aPortThatIsTakenIsACauseWhenTheServiceSaysSoAgain() {
        String event =
                "(service web) was unable to place a task because no container instance met all of its requirements."
                        + " The closest matching (container-instance 1) is already using a port required by your task.";
        assertThat(Diagnosis.deterministicCause(List.of(), List.of(event))).isEmpty();
        assertThat(Diagnosis.deterministicCause(List.of(), List.of(event, event)))
                .hasValueSatisfying(cause -> assertThat(cause).startsWith("no instance has the port free"));
    }

    @Test
    void tellsEachWayOfFailingOnceWithTheEndOfTheLog() {
        var web = new Container("web", OptionalInt.of(1), "", List.of("starting", "no database"));
        StoppedTask task = exited(web);
        assertThat(Diagnosis.findings(List.of(task, task, task)))
                .containsExactly(
                        "Task 1 stopped (EssentialContainerExited): Essential container in task exited",
                        "  container 'web' exited with code 1",
                        "  web | starting",
                        "  web | no database");
    }

    @Test
    void findsTheFirstEventThatTellsOfTrouble() {
        assertThat(Diagnosis.firstTrouble(List.of(
                        "(service web) has started 2 tasks: (task 1) (task 2).",
                        "(service web) was unable to place a task because of its CPU.",
                        "(service web) deployment ecs-svc/1 failed: tasks failed to start.")))
                .contains("(service web) was unable to place a task because of its CPU.");
        assertThat(Diagnosis.firstTrouble(List.of("(service web) has reached a steady state.")))
                .isEmpty();
    }

    @Test
    void progressSaysWhyTasksAreMissing() {
        String full =
                "(service web) was unable to place a task because no container instance met all of its requirements.";
        assertThat(RolloutProgress.of(seen(0, List.of("(service web) has started 1 tasks.", full))))
                .isEqualTo("0 of 4 new tasks running, 3 old still running; " + full);
        assertThat(RolloutProgress.of(seen(4, List.of(full))))
                .isEqualTo("4 of 4 new tasks running, 3 old still running");
    }

    @Test
    void progressSaysWhereADeploymentWaitsForSomebody() {
        DeploymentPause pause = new DeploymentPause(
                "POST_TEST_TRAFFIC_SHIFT",
                "hook-1",
                Optional.empty(),
                Optional.of(DeploymentPause.HookAction.ROLLBACK));
        ServiceDeployment paused = new ServiceDeployment(
                "arn",
                ServiceDeployment.Status.IN_PROGRESS,
                "",
                "web:2",
                4,
                0,
                4,
                4,
                0,
                "",
                Optional.of(pause),
                Optional.empty(),
                List.of());

        assertThat(RolloutProgress.of(paused))
                .isEqualTo(
                        "4 of 4 new tasks running, 4 old still running; paused at POST_TEST_TRAFFIC_SHIFT by hook"
                                + " hook-1, which ends by itself with ROLLBACK; 'aws ecs continue-service-deployment' lets it go on");
    }

    private static ServiceDeployment seen(int running, List<String> events) {
        return new ServiceDeployment(
                "arn",
                ServiceDeployment.Status.IN_PROGRESS,
                "",
                "web:2",
                4,
                0,
                running,
                3,
                0,
                "",
                Optional.empty(),
                Optional.empty(),
                events);
    }

    private static StoppedTask notStarted(String reason) {
        return new StoppedTask(
                "arn:aws:ecs:us-east-1:1:task/shop/1",
                "TaskFailedToStart",
                reason,
                List.of(new Container("web", OptionalInt.empty(), reason, List.of())));
    }

    private static StoppedTask exited(Container... containers) {
        return new StoppedTask(
                "arn:aws:ecs:us-east-1:1:task/shop/1",
                "EssentialContainerExited",
                "Essential container in task exited",
                List.of(containers));
    }

    private static Container container(String name, int exitCode) {
        return new Container(name, OptionalInt.of(exitCode), "", List.of());
    }
}
