package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** A simulated account on virtual time, and engines that deploy stacks to it. */
final class StackLab implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int MOST_LOOKS = 40_000;

    final SimulatedAccount account = new SimulatedAccount();
    final EngineClock clock = account.clock();
    final CloudFormationStacks stacks = new CloudFormationStacks(account.clients, Optional.empty());
    final CloudFormationClient cloudFormation = account.clients.cloudFormation(AwsScope.OWN, Use.CHANGE);
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final Path folder;

    StackLab(Path folder) {
        this.folder = folder;
    }

    StackFixture fixture(Journal journal, String runner, StackOptions options) {
        return fixture(
                journal,
                runner,
                List.of(new CloudFormationAction(
                        stacks,
                        StackFiles.NONE,
                        ChangeSetGate.OPEN,
                        type -> type.contains("::RDS::"),
                        action -> options,
                        Optional::of)),
                List.of(new StackReader(account.clients, clock), new ChangeSetReader(account.clients)));
    }

    StackFixture fixture(
            Journal journal, String runner, List<ActionProvider<?, ?>> actions, List<ResourceReader> readers) {
        return new StackFixture(journal, clock, folder, artifacts, runner, actions, readers);
    }

    static Pipeline deploying(String template) {
        return StackFixture.pipeline(
                "CREATE_UPDATE", Map.of("template.yml", template), Map.of("TemplatePath", "app::template.yml"));
    }

    ActionResult deployed(String template) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one", StackOptions.DEFAULT)) {
            return succeeded(fixture.run(deploying(template)));
        }
    }

    static ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result();
    }

    static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(outcome);
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    Stack stack() {
        return stacks.find(AwsScope.OWN, "shop").orElseThrow();
    }

    String value(String parameter) {
        return account.clients
                .ssm(AwsScope.OWN, Use.READ)
                .getParameter(request -> request.name(parameter))
                .parameter()
                .value();
    }

    /** Lets everything happen that is due. */
    void settle() {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    /**
     * Lets calls about resources fail.
     *
     * @param operation such as {@code UpdateResource}
     * @param logicalId of which resource
     * @param calls which of the calls, from 1
     */
    void fail(String operation, String logicalId, Integer... calls) {
        AtomicInteger count = new AtomicInteger();
        Set<Integer> failing = Set.of(calls);
        Set<Object> counted = ConcurrentHashMap.newKeySet();
        account.aws.faults().add((moment, call) -> {
            boolean isIt = moment == Moment.BEFORE
                    && call.operation().equals(operation)
                    && call.request().contains("LogicalResourceId=" + logicalId + ",")
                    && counted.add(call);
            return isIt && failing.contains(count.incrementAndGet())
                    ? Optional.of(new Fault.Refuse(400, "InvalidParameterException", "It broke."))
                    : Optional.empty();
        });
    }

    /** Does something at the moment at which the stack comes to a status, while time stands still. */
    CompletableFuture<Void> when(String status, Runnable then) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        look(status, then, reached, 0);
        return reached;
    }

    private void look(String status, Runnable then, CompletableFuture<Void> reached, int looks) {
        clock.at(clock.instant().plus(BETWEEN_LOOKS), () -> {
            try {
                String now = stacks.find(AwsScope.OWN, "shop")
                        .map(stack -> stack.status().name())
                        .orElse("");
                if (now.equals(status)) {
                    then.run();
                    reached.complete(null);
                } else if (looks == MOST_LOOKS) {
                    reached.completeExceptionally(new AssertionError("never " + status + ", now " + now));
                } else {
                    look(status, then, reached, looks + 1);
                }
            } catch (RuntimeException e) {
                reached.completeExceptionally(e);
            }
        });
    }

    @Override
    public void close() {
        account.close();
    }
}
