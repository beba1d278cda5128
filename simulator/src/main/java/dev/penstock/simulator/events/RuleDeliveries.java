package dev.penstock.simulator.events;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Events on their way to the targets of rules. */
final class RuleDeliveries implements Deliveries.Hands {

    /** AWS says that half a second is usual. */
    private static final Duration LATENCY = Duration.ofMillis(500);

    private static final int ATTEMPTS = 185;
    private static final Duration OLDEST = Duration.ofHours(24);

    private final TargetCalls targets;

    RuleDeliveries(TargetCalls targets) {
        this.targets = targets;
    }

    /** Lets an event go to a rule's target. */
    static void begin(Deliveries deliveries, EventStore.Rule rule, Target target, Event event, String body) {
        Optional<RetryPolicy> policy = Optional.ofNullable(target.retryPolicy());
        String ruleArn = rule.form().arn();
        deliveries.begin(
                new Deliveries.Delivery(
                        rule.account(),
                        rule.region(),
                        ruleArn,
                        target.arn(),
                        "",
                        Optional.ofNullable(target.sqsParameters()).map(parameters -> parameters.messageGroupId()),
                        "RuleArn=" + ruleArn + ", TargetArn=" + target.arn() + ", EventId=" + event.id()
                                + ", DetailType=" + event.detailType(),
                        body,
                        policy.map(RetryPolicy::maximumRetryAttempts).orElse(ATTEMPTS),
                        policy.map(RetryPolicy::maximumEventAgeInSeconds)
                                .map(Duration::ofSeconds)
                                .orElse(OLDEST),
                        Optional.ofNullable(target.deadLetterConfig())
                                .map(config -> config.arn())
                                .orElse(""),
                        Map.of("RULE_ARN", ruleArn, "TARGET_ARN", target.arn())),
                LATENCY);
    }

    @Override
    public TargetCalls.Handed hand(Deliveries.Delivery delivery, int attempt) {
        return targets.hand(delivery.source(), delivery.target(), delivery.body(), delivery.group());
    }

    @Override
    public void deadLetter(Deliveries.Delivery delivery, Map<String, String> attributes) {
        targets.deadLetter(delivery.source(), delivery.deadLetters(), delivery.body(), attributes);
    }
}
