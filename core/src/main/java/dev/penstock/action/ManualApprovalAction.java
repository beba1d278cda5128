package dev.penstock.action;

import dev.penstock.action.ManualApprovalAction.Configuration;
import dev.penstock.action.ManualApprovalAction.State;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Approval/AWS/Manual/1}: waits until somebody says yes or no. After seven days, or the action's own {@code
 * timeoutInMinutes}, it has failed, as in CodePipeline.
 */
public final class ManualApprovalAction implements ActionProvider<Configuration, State> {

    private static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.APPROVAL, ActionOwner.AWS, "Manual", "1");
    private static final Duration SEVEN_DAYS = Duration.ofDays(7);

    /**
     * The configuration.
     *
     * @param customData what is asked, in words; may be empty
     * @param link where to look before answering; may be empty
     * @param timeout after what time it has failed
     */
    public record Configuration(String customData, String link, Duration timeout) {}

    /** The state. */
    public sealed interface State {

        /** Nobody was asked yet. */
        record Asking() implements State {}

        /**
         * Somebody was asked.
         *
         * @param token of the question
         */
        record Asked(String token) implements State {}
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Configuration configure(ConfigurationReader configuration) {
        // Notifications go out where the runner itself is notified; the topic is CodePipeline's own.
        configuration.optional("NotificationArn");
        var minutes = configuration.declaration().timeoutInMinutes();
        return new Configuration(
                configuration.optional("CustomData").orElse(""),
                configuration.optional("ExternalEntityLink").orElse(""),
                minutes.isPresent() ? Duration.ofMinutes(minutes.getAsInt()) : SEVEN_DAYS);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Configuration configuration) {
        return new State.Asking();
    }

    @Override
    public StepResult<State> step(ActionContext context, Configuration configuration, State state) {
        String token = switch (state) {
            case State.Asking() -> context.token("approval");
            case State.Asked(String asked) -> asked;
        };
        return context.approvalAnswer()
                .map(ManualApprovalAction::answered)
                .orElseGet(() -> new StepResult.Await<>(
                        new State.Asked(token),
                        new Wait.ForApproval(token, configuration.customData(), configuration.link()),
                        "waits for approval"));
    }

    private static StepResult<State> answered(ApprovalAnswer answer) {
        String summary = answer.summary().isEmpty() ? "" : ": " + answer.summary();
        if (answer.approved()) {
            return new StepResult.Succeed<>(new ActionResult(
                    Map.of(), Map.of(), "approved by " + answer.by() + summary, Optional.empty(), List.of()));
        }
        return new StepResult.Fail<>(new ActionFailure(
                ActionFailure.Kind.REJECTED,
                "PEN-APPROVAL-001",
                "Rejected by " + answer.by() + (summary.isEmpty() ? "." : summary),
                List.of()));
    }

    @Override
    public Duration timeout(Configuration configuration) {
        return configuration.timeout();
    }
}
