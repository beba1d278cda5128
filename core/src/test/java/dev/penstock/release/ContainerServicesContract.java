package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.ServiceDeployment.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every platform for container services must do. */
public abstract class ContainerServicesContract {

    private static final int PATIENCE = 400;

    /** The platform under test. */
    protected abstract ContainerServices services();

    /** Observes its deployments. */
    protected abstract ResourceReader reader();

    /** A service of two tasks with the containers {@code web} and {@code sidecar}, both with the image {@code one}. */
    protected abstract ServiceId service();

    /** An image that can be pulled and stays healthy. */
    protected abstract String image(String version);

    /** Lets some seconds pass. */
    protected abstract void letTimePass() throws Exception;

    @Test
    void describesAService() {
        ServiceDescription description = services().describe(AwsScope.OWN, service());

        assertThat(description.arn()).startsWith("arn:");
        assertThat(description.taskDefinition()).contains(":task-definition/");
        assertThat(description.containers())
                .containsOnly(Map.entry("web", image("one")), Map.entry("sidecar", image("one")));
        assertThat(description.desiredCount()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoSuchService() {
        ServiceId unknown = new ServiceId(service().cluster(), "nowhere");
        var failure =
                catchThrowableOfType(RemoteCallException.class, () -> services().describe(AwsScope.OWN, unknown));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("nowhere");
    }

    @Test
    void changesHowAServiceIsDeployedWithoutADeployment() {
        ServiceSetup before = services().setup(AwsScope.OWN, service());
        assertThat(before.controller()).isEqualTo(ServiceSetup.Controller.ECS);
        assertThat(before.desiredCount()).isEqualTo(2);
        assertThat(before.settings().strategy()).isEqualTo("ROLLING");

        services().configure(AwsScope.OWN, service(), new RollingShape(50, 150).over(before.settings()));
        services().configure(AwsScope.OWN, service(), new RollingShape(50, 150).over(before.settings()));

        ServiceSetup changed = services().setup(AwsScope.OWN, service());
        assertThat(changed.settings().minimumHealthyPercent()).hasValue(50);
        assertThat(changed.settings().maximumPercent()).hasValue(150);
        assertThat(changed.currentDeployment()).isEqualTo(before.currentDeployment());
        assertThat(changed.taskDefinition()).isEqualTo(before.taskDefinition());
    }

    @Test
    void registersATaskDefinitionOncePerToken() {
        String base = services().describe(AwsScope.OWN, service()).taskDefinition();
        String first = register(base, "two", "token-1");
        String again = register(base, "two", "token-1");

        assertThat(first).isNotEqualTo(base).isEqualTo(again);
    }

    @Test
    void takesTheTaskDefinitionThatIsThereIfItIsTheSame() {
        String base = services().describe(AwsScope.OWN, service()).taskDefinition();
        assertThat(register(base, "one", "token-1")).isEqualTo(base);

        String two = register(base, "two", "token-2");
        assertThat(register(base, "two", "token-3")).isEqualTo(two);
        assertThat(register(base, "three", "token-4")).isNotIn(base, two);
    }

    @Test
    void refusesAnImageForAContainerThatIsNotThere() {
        String base = services().describe(AwsScope.OWN, service()).taskDefinition();
        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> services().registerTaskDefinition(AwsScope.OWN, base, Map.of("other", image("two")), "token-1"));
        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure).hasMessageContaining("other");
    }

    @Test
    void bringsAServiceToATaskDefinitionByOneDeployment() throws Exception {
        ServiceDescription before = services().describe(AwsScope.OWN, service());
        String two = register(before.taskDefinition(), "two", "token-1");
        services().deploy(AwsScope.OWN, service(), two);
        services().deploy(AwsScope.OWN, service(), two);

        String deployment = awaitDeployment(two, before.currentDeployment());
        ServiceDeployment end = awaitEnd(deployment);

        assertThat(end.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(end.taskDefinition()).isEqualTo(two);
        assertThat(end.runningCount()).isEqualTo(2);
        assertThat(end.failedCount()).isZero();
        ServiceDescription after = services().describe(AwsScope.OWN, service());
        assertThat(after.taskDefinition()).isEqualTo(two);
        assertThat(after.containers()).containsEntry("web", image("two")).containsEntry("sidecar", image("one"));
        assertThat(after.currentDeployment()).contains(deployment);
        assertThat(find(two, Optional.of(deployment))).isEmpty();
    }

    @Test
    void rollsBackWhenAsked() throws Exception {
        ServiceDescription before = services().describe(AwsScope.OWN, service());
        String two = register(before.taskDefinition(), "two", "token-1");
        services().deploy(AwsScope.OWN, service(), two);
        String deployment = awaitDeployment(two, before.currentDeployment());

        services().stopAndRollBack(AwsScope.OWN, deployment);
        services().stopAndRollBack(AwsScope.OWN, deployment);
        assertThat(awaitEnd(deployment).status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        services().stopAndRollBack(AwsScope.OWN, deployment);

        assertThat(services().describe(AwsScope.OWN, service()).taskDefinition())
                .isEqualTo(before.taskDefinition());
        assertThat(find(two, before.currentDeployment()))
                .as("it is still known whose end it was")
                .contains(deployment);
    }

    @Test
    void lettingGoOnWhatDoesNotWaitChangesNothing() throws Exception {
        ServiceDescription before = services().describe(AwsScope.OWN, service());
        String two = register(before.taskDefinition(), "two", "token-1");
        services().deploy(AwsScope.OWN, service(), two);
        String deployment = awaitDeployment(two, before.currentDeployment());

        services().continueDeployment(AwsScope.OWN, deployment, "hook-1", HookAction.ROLLBACK);

        assertThat(awaitEnd(deployment).status()).isEqualTo(Status.SUCCESSFUL);
        RemoteCallException none = catchThrowableOfType(
                RemoteCallException.class,
                () -> services().continueDeployment(AwsScope.OWN, deployment + "none", "hook-1", HookAction.CONTINUE));
        assertThat(none.kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aNewerDeploymentSupersedes() throws Exception {
        ServiceDescription before = services().describe(AwsScope.OWN, service());
        String two = register(before.taskDefinition(), "two", "token-1");
        services().deploy(AwsScope.OWN, service(), two);
        String ours = awaitDeployment(two, before.currentDeployment());
        String three = register(before.taskDefinition(), "three", "token-2");
        services().deploy(AwsScope.OWN, service(), three);
        String theirs = awaitDeployment(three, Optional.of(ours));

        ServiceDeployment seen = awaitEnd(ours);
        assertThat(seen.status()).isEqualTo(Status.STOPPED);
        assertThat(seen.supersededBy()).isEqualTo(theirs);
        assertThat(awaitEnd(theirs).status()).isEqualTo(Status.SUCCESSFUL);
    }

    private String register(String basedOn, String version, String token) {
        return services().registerTaskDefinition(AwsScope.OWN, basedOn, Map.of("web", image(version)), token);
    }

    private Optional<String> find(String taskDefinition, Optional<String> after) {
        return services().findDeployment(AwsScope.OWN, service(), taskDefinition, after);
    }

    private String awaitDeployment(String taskDefinition, Optional<String> after) throws Exception {
        for (int i = 0; i < PATIENCE; i++) {
            Optional<String> found = find(taskDefinition, after);
            if (found.isPresent()) {
                return found.get();
            }
            letTimePass();
        }
        throw new AssertionError("no deployment to " + taskDefinition + " became visible");
    }

    private ServiceDeployment awaitEnd(String deployment) throws Exception {
        ResourceId resource = new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, deployment);
        for (int i = 0; i < PATIENCE; i++) {
            Observation seen = reader().read(List.of(resource)).seen().get(resource);
            if (seen instanceof ServiceDeployment state && state.status().hasEnded()) {
                return state;
            }
            letTimePass();
        }
        throw new AssertionError(deployment + " did not end");
    }
}
