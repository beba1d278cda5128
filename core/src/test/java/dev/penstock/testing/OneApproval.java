package dev.penstock.testing;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.StageDeclaration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The smallest pipeline that an engine without any provider of its own can carry out: it waits for somebody. */
public final class OneApproval {

    private OneApproval() {}

    /** A pipeline {@code shop} whose one action, {@code Ask}, waits for an approval. */
    public static PipelineDefinition definition() {
        var ask = ActionDeclaration.of("Ask", new ManualApprovalAction().type(), Map.of());
        return new PipelineDefinition(
                new Pipeline(
                        "shop",
                        Optional.empty(),
                        List.of(),
                        List.of(new StageDeclaration("Ask", List.of(ask))),
                        ExecutionMode.PARALLEL,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        1),
                Locations.none("shop"));
    }
}
