package dev.penstock.lambda.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.StageState;
import dev.penstock.journal.Journal;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Lambda runner with a pipeline in execution mode QUEUED. */
@Timeout(60)
class QueuedRunnerTest {

    @TempDir
    Path folder;

    private SimulatedRunner lambda;

    @BeforeEach
    void open() {
        lambda = new SimulatedRunner(folder);
    }

    @AfterEach
    void close() {
        lambda.close();
    }

    @Test
    void aStageThatIsLeftIsEnteredByTheNextOfTheLineInTheSameCall() throws InterruptedException {
        lambda.registerQueued("shop", 600);
        lambda.seenBy = (call, journal) -> withoutThoseCalled(journal, "shop/Deploy");
        for (int i = 0; i < 3; i++) {
            lambda.later(SimulatedRunner.NOON.plusSeconds(i), lambda.objectCreated("shop", "e-" + i));
        }

        lambda.clock.advance(Duration.ofMinutes(31));

        List<StageState> deploys = lambda.executions().reversed().stream()
                .map(state -> state.stage("Deploy").orElseThrow())
                .toList();
        assertThat(deploys).hasSize(3).extracting(StageState::phase).containsOnly(StageState.Phase.SUCCEEDED);
        assertThat(deploys.get(1).enteredAt()).contains(deploys.get(0).since());
        assertThat(deploys.get(2).enteredAt()).contains(deploys.get(1).since());
    }

    /** A journal whose look at what is due lags behind: it does not find yet whose turn it is to have a claim. */
    private static Journal withoutThoseCalled(Journal journal, String claim) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return method.getName().equals("takeDue")
                            ? putBack(
                                    journal,
                                    (List<?>) result,
                                    journal.claim(claim).called())
                            : result;
                });
    }

    private static List<Taken> putBack(Journal journal, List<?> found, Optional<ExecutionId> called) {
        List<Taken> rest = new ArrayList<>();
        for (Object each : found) {
            Taken taken = (Taken) each;
            if (called.equals(Optional.of(taken.execution()))) {
                journal.release(taken.execution(), taken.fence(), Wakeup.onSignal());
            } else {
                rest.add(taken);
            }
        }
        return rest;
    }

    @Test
    void moreThanAwsAllowsAreNotStarted() throws InterruptedException {
        lambda.registerQueued("shop", 600);
        lambda.submit("shop", 49);
        lambda.later(SimulatedRunner.NOON, lambda.objectCreated("shop", "e-1"));
        lambda.clock.advance(Duration.ofSeconds(2));
        lambda.later(lambda.clock.instant(), lambda.objectCreated("shop", "e-2"));
        lambda.clock.advance(Duration.ofSeconds(2));

        assertThat(lambda.executions()).hasSize(50);
        assertThat(lambda.log)
                .filteredOn(line -> line.contains("PEN-RUNNER-008"))
                .hasSize(1);
    }
}
