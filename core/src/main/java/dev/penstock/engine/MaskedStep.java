package dev.penstock.engine;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.Deployment;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.secret.Masker;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step came to, without secrets: the facts that listeners see, and that later actions get variables from, are the same
 * before and after they were read back from the journal, where they are masked.
 */
final class MaskedStep {

    private final Masker masker;

    private MaskedStep(Masker masker) {
        this.masker = masker;
    }

    static Stepped of(Stepped stepped, Masker masker) {
        return masker.hasSecrets() ? new MaskedStep(masker).masked(stepped) : stepped;
    }

    private Stepped masked(Stepped stepped) {
        return switch (stepped) {
            case Stepped.Next(var state, String summary) -> new Stepped.Next(state, masker.mask(summary));
            case Stepped.Await(var state, var until, String summary) ->
                new Stepped.Await(state, until, masker.mask(summary));
            case Stepped.Pass(var state, ActionResult result, String summary, var point) ->
                new Stepped.Pass(state, result(result), masker.mask(summary), point);
            case Stepped.Succeed(ActionResult result) -> new Stepped.Succeed(result(result));
            case Stepped.Fail(ActionFailure failure) -> new Stepped.Fail(failure(failure));
            case Stepped.Again(String reason) -> new Stepped.Again(masker.mask(reason));
            case Stepped.Stopping(String summary) -> new Stepped.Stopping(masker.mask(summary));
            case Stepped.Abandoned abandoned -> abandoned;
            case Stepped.Interrupted interrupted -> interrupted;
        };
    }

    private ActionFailure failure(ActionFailure failure) {
        return new ActionFailure(
                failure.kind(),
                failure.code(),
                masker.mask(failure.message()),
                failure.details().stream().map(masker::mask).toList(),
                failure.verdicts());
    }

    private ActionResult result(ActionResult result) {
        Map<String, String> variables = new LinkedHashMap<>();
        result.variables().forEach((name, value) -> variables.put(name, masker.mask(value)));
        return new ActionResult(
                result.artifacts(),
                variables,
                masker.mask(result.summary()),
                result.external()
                        .map(external -> new ExternalExecution(
                                masker.mask(external.id()), external.url().map(masker::mask))),
                result.deployments().stream()
                        .map(each -> new Deployment(
                                masker.mask(each.target()), masker.mask(each.resource()), masker.mask(each.version())))
                        .toList(),
                result.verdicts());
    }
}
