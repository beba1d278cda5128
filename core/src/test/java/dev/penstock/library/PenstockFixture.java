package dev.penstock.library;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rule.VariableCheckRule;
import dev.penstock.testing.InMemoryArtifactStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A library over a journal, with an action that counts. */
final class PenstockFixture implements AutoCloseable {

    final CountingAction action = new CountingAction();
    final Penstock penstock;

    PenstockFixture(Journal journal, Path folder) {
        this.penstock = builder(journal, folder)
                .providers(List.of(action, new VariableCheckRule()))
                .build();
    }

    static PenstockBuilder builder(Journal journal, Path folder) {
        return Penstock.builder()
                .journal(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .signalInterval(Duration.ofMillis(20));
    }

    ExecutionId start(StageDeclaration... stages) {
        return penstock.start(definition(stages), StartRequest.by("ann"));
    }

    static PipelineDefinition definition(StageDeclaration... stages) {
        return new PipelineDefinition(
                new Pipeline(
                        "shop",
                        Optional.empty(),
                        List.of(),
                        Arrays.asList(stages),
                        ExecutionMode.PARALLEL,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        1),
                Locations.none("shop"));
    }

    static StageDeclaration stage(String name, ActionDeclaration... actions) {
        return new StageDeclaration(name, Arrays.asList(actions));
    }

    static ActionDeclaration count(String name) {
        return CountingAction.of(name, Map.of());
    }

    static ActionDeclaration approval(String name) {
        return ActionDeclaration.of(name, new ManualApprovalAction().type(), Map.of());
    }

    @Override
    public void close() {
        penstock.close();
    }
}
