package dev.penstock.simulator.events;

import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.sqs.MessageAttribute;
import dev.penstock.simulator.sqs.ServiceMessage;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How events come to their targets: functions, queues, topics, log groups and other buses. What a target's own policy does not let in
 * is refused where policies are enforced. Within transactions.
 */
public final class TargetCalls {

    /** What became of an event that was handed to a target. */
    public sealed interface Handed {

        /** The target has it. */
        record Over() implements Handed {}

        /** The target takes none for the moment. */
        record Throttled(String message) implements Handed {}

        /**
         * The target does not take it.
         *
         * @param code as dead letters have it, like {@code RESOURCE_NOT_FOUND}
         */
        record Refused(String code, String message) implements Handed {}
    }

    /** Leaves events for functions. */
    @FunctionalInterface
    public interface Functions {

        /**
         * Leaves an event.
         *
         * @throws ServiceError when there is no such function
         */
        void leave(String functionArn, String event);
    }

    /** Publishes to topics. */
    @FunctionalInterface
    public interface Topics {

        void publish(String topicArn, String subject, String message);
    }

    /**
     * What can be a target.
     *
     * @param functions of Lambda
     * @param queues put messages into queues; false when there is no such queue, or it does not take one
     * @param topics of SNS
     * @param hasTopic whether there is a topic of an ARN
     * @param logs of CloudWatch Logs
     */
    public record Neighbours(
            Functions functions,
            Predicate<ServiceMessage> queues,
            Topics topics,
            Predicate<String> hasTopic,
            LogStore logs) {}

    private static final String SENDER = "AIDAEVENTBRIDGESIMULA";

    private final Neighbours neighbours;
    private final Authorizer authorizer;
    private final Supplier<Instant> clock;
    private final String principal;
    private BiPredicate<String, String> buses = (bus, event) -> false;

    /** @param principal of the service that hands events over, like {@code events.amazonaws.com} */
    public TargetCalls(Neighbours neighbours, Authorizer authorizer, Supplier<Instant> clock, String principal) {
        this.neighbours = neighbours;
        this.authorizer = authorizer;
        this.clock = clock;
        this.principal = principal;
    }

    /** Says how events come to other buses: false when there is none of that ARN. */
    void buses(BiPredicate<String, String> pass) {
        buses = pass;
    }

    /** The root of an account. */
    public static Caller owner(String account, String region) {
        return new Caller(account, region, "arn:aws:iam::" + account + ":root", account);
    }

    /**
     * Hands an event over.
     *
     * @param source on whose behalf, like a rule's ARN
     * @param group of the message, where the target is a queue that has groups
     */
    public Handed hand(String source, String target, String body, Optional<String> group) {
        String[] parts = target.split(":", 6);
        if (parts.length < 6) {
            return new Handed.Refused("INVALID_PARAMETER", target + " is no ARN.");
        }
        return switch (parts[2]) {
            case "lambda" -> toFunction(source, target, body);
            case "sqs" ->
                neighbours.queues().test(message(source, target, body, Map.of(), group))
                        ? new Handed.Over()
                        : new Handed.Refused(
                                "NO_PERMISSIONS",
                                "The queue does not exist or does not let " + principal + " send to it.");
            case "sns" -> toTopic(source, target, body);
            case "events" ->
                buses.test(target, body)
                        ? new Handed.Over()
                        : new Handed.Refused("RESOURCE_NOT_FOUND", "There is no event bus " + target + ".");
            case "logs" -> toLogs(parts, body);
            default ->
                new Handed.Refused(
                        "NOT_SIMULATED",
                        "Targets of " + parts[2] + " are not simulated. Simulated are: events, lambda, logs, sns, sqs");
        };
    }

    private Handed toFunction(String source, String target, String body) {
        if (!admits("lambda:InvokeFunction", source, target)) {
            return new Handed.Refused(
                    "NO_PERMISSIONS", "The function's policy does not let " + principal + " invoke it.");
        }
        try {
            neighbours.functions().leave(target, body);
            return new Handed.Over();
        } catch (ServiceError e) {
            return new Handed.Refused("RESOURCE_NOT_FOUND", e.message());
        }
    }

    private Handed toTopic(String source, String target, String body) {
        if (!neighbours.hasTopic().test(target)) {
            return new Handed.Refused("RESOURCE_NOT_FOUND", "There is no topic " + target + ".");
        }
        if (!admits("sns:Publish", source, target)) {
            return new Handed.Refused("NO_PERMISSIONS", "The topic's policy does not let " + principal + " publish.");
        }
        neighbours.topics().publish(target, "", body);
        return new Handed.Over();
    }

    private Handed toLogs(String[] parts, String body) {
        String group = parts[5].replaceFirst("^log-group:", "").replaceFirst(":\\*$", "");
        if (!neighbours.logs().hasGroup(parts[4], parts[3], group)) {
            return new Handed.Refused("RESOURCE_NOT_FOUND", "There is no log group " + group + ".");
        }
        neighbours.logs().write(parts[4], parts[3], group, "events", clock.get(), body);
        return new Handed.Over();
    }

    private boolean admits(String action, String source, String target) {
        return authorizer.admits(
                principal,
                action,
                target,
                Map.of("aws:SourceArn", source, "aws:SourceAccount", source.split(":", -1)[4]));
    }

    /** Puts what could not be handed over into a queue. What that queue does not take is lost, as in AWS. */
    public void deadLetter(String source, String queue, String body, Map<String, String> attributes) {
        var unused = neighbours.queues().test(message(source, queue, body, attributes, Optional.empty()));
    }

    private ServiceMessage message(
            String source, String queue, String body, Map<String, String> attributes, Optional<String> group) {
        Map<String, MessageAttribute> typed = new HashMap<>();
        attributes.forEach(
                (name, value) -> typed.put(name, new MessageAttribute("String", value.isEmpty() ? " " : value)));
        return new ServiceMessage(queue, principal, source, SENDER, body, typed, group, Optional.empty());
    }
}
