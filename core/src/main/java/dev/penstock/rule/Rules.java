package dev.penstock.rule;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.RuleName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the rules have in common. */
final class Rules {

    private static final Duration UNLESS_SAID = Duration.ofHours(1);

    private Rules() {}

    static ActionTypeId type(String provider) {
        return new ActionTypeId(ActionCategory.RULE, ActionOwner.AWS, provider, "1");
    }

    /** The rule's own {@code timeoutInMinutes}, if it has one. */
    static Optional<Duration> ownTimeout(ConfigurationReader configuration) {
        var minutes = configuration.declaration().timeoutInMinutes();
        return minutes.isPresent() ? Optional.of(Duration.ofMinutes(minutes.getAsInt())) : Optional.empty();
    }

    static Duration timeout(ConfigurationReader configuration) {
        return ownTimeout(configuration).orElse(UNLESS_SAID);
    }

    /** The condition that a rule is part of. */
    static ConditionKind kind(ConfigurationReader configuration) {
        return RuleName.of(configuration.declaration().name())
                .map(RuleName::kind)
                .orElse(ConditionKind.BEFORE_ENTRY);
    }

    static <S> StepResult<S> holds(String summary) {
        return new StepResult.Succeed<>(new ActionResult(
                ActionResult.NOTHING.artifacts(),
                ActionResult.NOTHING.variables(),
                summary,
                Optional.empty(),
                List.of()));
    }

    static <S> StepResult<S> doesNotHold(String code, String message, List<String> details) {
        return new StepResult.Fail<>(new ActionFailure(ActionFailure.Kind.UNMET, code, message, details));
    }

    static <S> StepResult<S> unknown(String code, String message) {
        return new StepResult.Fail<>(ActionFailure.failed(code, message));
    }
}
