package dev.penstock.validation;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.NotCarriedOut;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Pipeline definitions in every form; of a template, all its pipelines. */
record PipelineKind(ReadOptions options) implements DocumentKind {

    static final String NAME = "a pipeline definition";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return PipelineReader.recognises(document);
    }

    @Override
    public Tags tags() {
        return Tags.CLOUDFORMATION;
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        // What several pipelines of a template share is said once.
        Set<Problem> found = new LinkedHashSet<>();
        PipelineReader.readAll(source, document, options, List.of()).forEach(reading -> {
            found.addAll(reading.problems());
            if (reading instanceof PipelineReading.Accepted accepted) {
                leftToAws(accepted.definition(), problems);
            }
        });
        problems.addAll(found);
    }

    private static void leftToAws(PipelineDefinition definition, Problems problems) {
        List<StageDeclaration> stages = definition.pipeline().stages();
        for (int i = 0; i < stages.size(); i++) {
            for (int j = 0; j < stages.get(i).actions().size(); j++) {
                ActionTypeId type = stages.get(i).actions().get(j).type();
                String at = "/stages/" + i + "/actions/" + j + "/actionTypeId";
                NotCarriedOut.nearest(type)
                        .ifPresent(nearest -> problems.report(
                                ProblemType.RUN_LEFT_TO_AWS,
                                definition.locations().of(at),
                                at,
                                "'penstock run' does not carry out actions of type " + type + ".",
                                nearest));
                if (type.equals(FunctionInvokeAction.TYPE)) {
                    problems.report(
                            ProblemType.RUN_FUNCTION_ANSWER,
                            definition.locations().of(at),
                            at,
                            "'penstock run' takes what the function returns for its answer, as only CodePipeline takes"
                                    + " results of jobs (PutJobSuccessResult, PutJobFailureResult).",
                            "Let the function return what it would put.");
                }
            }
        }
    }
}
