package dev.penstock.engine;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.VariableDeclaration;
import java.util.List;
import java.util.Map;

/** Values of pipeline-level variables as they are given at the start of an execution. */
final class PipelineVariables {

    private PipelineVariables() {}

    static void check(Pipeline pipeline, Map<String, String> given) {
        List<String> declared =
                pipeline.variables().stream().map(VariableDeclaration::name).toList();
        for (String name : given.keySet()) {
            if (!declared.contains(name)) {
                throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no variable '" + name + "'"
                        + (declared.isEmpty() ? "; it declares none" : "; it declares " + declared));
            }
        }
        for (VariableDeclaration variable : pipeline.variables()) {
            if (variable.defaultValue().isEmpty() && !given.containsKey(variable.name())) {
                throw new IllegalArgumentException("the variable '" + variable.name() + "' of pipeline "
                        + pipeline.name() + " has no default and was given no value");
            }
        }
    }
}
