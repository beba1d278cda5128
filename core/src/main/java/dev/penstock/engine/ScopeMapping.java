package dev.penstock.engine;

import dev.penstock.action.AwsScope;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import java.util.List;

/** Says in whose name and where the calls of an action are made. */
@FunctionalInterface
public interface ScopeMapping {

    /** The action's own Region, in the runner's own name: roles of the definition are not assumed. */
    ScopeMapping OWN_IDENTITY = (pipeline, action) -> new AwsScope(action.region(), List.of());

    /** The scope of an action's calls. */
    AwsScope scope(Pipeline pipeline, ActionDeclaration action);
}
