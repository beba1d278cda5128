package dev.penstock.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.FakeStateMachines;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One state machine's output is another's input, while runners die at each append. */
@Timeout(60)
class SurvivedExecutionTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    Path folder;

    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeStateMachines machines = new FakeStateMachines(clock);

    private Engine engine(Journal journal, String runner) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve(runner))
                .providers(List.of(new StateMachineAction(machines)))
                .resourceReaders(List.of(new MachineExecutionReader(machines)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .build();
    }

    private ActionDeclaration action(
            String name, Map<String, String> more, List<String> inputs, List<OutputArtifact> outputs) {
        StateMachineArn arn = StateMachineArn.of("arn:aws:states:eu-west-1:123456789012:stateMachine:" + name)
                .orElseThrow();
        machines.add(
                arn, StateMachines.Type.STANDARD, Duration.ofMinutes(10), input -> "{\"" + name + "\":" + input + "}");
        Map<String, String> keys = new HashMap<>(more);
        keys.put("StateMachineArn", arn.text());
        return new ActionDeclaration(
                name,
                StateMachineAction.TYPE,
                1,
                keys,
                List.of(),
                List.of(),
                inputs,
                outputs,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private Pipeline pipeline() {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration(
                                "Pack",
                                List.of(action("Pack", Map.of(), List.of(), List.of(new OutputArtifact("Parcel"))))),
                        new StageDeclaration(
                                "Ship",
                                List.of(action(
                                        "Ship",
                                        Map.of("InputType", "FilePath", "Input", "output.json"),
                                        List.of("Parcel"),
                                        List.of())))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(1, 8);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void eachStateMachineIsExecutedOnce(RunnerDeath death) throws Exception {
        Optional<ExecutionState> end = death.survived(pipeline(), this::engine, () -> {});

        if (end.isPresent()) {
            assertThat(end.get().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(machines.effects()).as("started, and nothing more").hasSize(2);
        }
    }
}
