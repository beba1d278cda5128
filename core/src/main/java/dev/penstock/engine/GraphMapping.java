package dev.penstock.engine;

import dev.penstock.execution.ReleaseGraph;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import java.util.Optional;

/** Says which actions of a stage are released together. Asked when the stage is entered; what it says is made durable then. */
@FunctionalInterface
public interface GraphMapping {

    /** Each action is released by itself. */
    GraphMapping NONE = (pipeline, stage) -> Optional.empty();

    /** The release graph of a stage; absent if it has none. */
    Optional<ReleaseGraph> in(Pipeline pipeline, StageDeclaration stage);
}
