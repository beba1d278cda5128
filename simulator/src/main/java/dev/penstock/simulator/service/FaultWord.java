package dev.penstock.simulator.service;

import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults of calls that JSON can order, by their words. */
enum FaultWord {
    THROTTLE("throttle", Moment.BEFORE, "retryAfter", "status"),
    SERVER_ERROR("serverError", Moment.BEFORE, "status", "retryAfter"),
    ERROR("error", Moment.BEFORE, "status", "code", "message", "retryAfter"),
    EXPIRED_TOKEN("expiredToken", Moment.BEFORE),
    ACCESS_DENIED("accessDenied", Moment.BEFORE),
    RESET("reset", Moment.BEFORE, "when"),
    SLOW("slow", Moment.AFTER, "delay"),
    STALL("stall", Moment.AFTER, "delay"),
    WRONG_LENGTH("wrongLength", Moment.AFTER),
    STALE("stale", Moment.BEFORE, "age"),
    UNSEEN("unseen", Moment.BEFORE, "age"),
    CLOCK_JUMP("clockJump", Moment.BEFORE, "by"),
    REORDER("reorder", Moment.AFTER),
    REPEAT("repeat", Moment.AFTER);

    private static final int BEFORE_THE_CALL = 0;
    private static final List<String> RESETS = List.of("before", "middle", "after");

    private final String word;
    private final Moment moment;
    private final String members;

    FaultWord(String word, Moment moment, String... members) {
        this.word = word;
        this.moment = moment;
        this.members = String.join(" ", members);
    }

    static Optional<FaultWord> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(FaultWord::word).toList();
    }

    String word() {
        return word;
    }

    /** What its JSON may say beside what all may. */
    Set<String> members() {
        return members.isEmpty() ? Set.of() : Set.of(members.split(" ", -1));
    }

    /** @param when of a reset: before the call, in the middle of the answer, or after the effect */
    Moment moment(String when) {
        boolean later = RESETS.indexOf(when) > BEFORE_THE_CALL;
        return this == RESET && later ? Moment.AFTER : moment;
    }

    /** What it does, as its JSON says. */
    FaultRule.Effect effect(FaultRulesReader.Details details) {
        return switch (this) {
            case THROTTLE -> throttle(details.status(0), details.maybeDuration("retryAfter"));
            case SERVER_ERROR -> serverError(details.status(500), details.maybeDuration("retryAfter"));
            case ERROR -> {
                Fault error = new Fault.Refuse(
                        details.status(400),
                        details.text("code"),
                        details.text("message"),
                        details.maybeDuration("retryAfter"));
                yield service -> error;
            }
            case EXPIRED_TOKEN -> refusal(Refusals.expired());
            case ACCESS_DENIED -> refusal(Refusals.denied("The caller is not authorized to perform this operation"));
            case RESET -> {
                boolean middle =
                        details.oneOf("when", "before", Set.copyOf(RESETS)).equals("middle");
                yield service -> middle ? new Fault.Delivery.CutOff() : Fault.disconnected();
            }
            case SLOW -> delivery(new Fault.Delivery.Slow(details.duration("delay")));
            case STALL -> delivery(new Fault.Delivery.Stalled(details.duration("delay")));
            case WRONG_LENGTH -> delivery(new Fault.Delivery.TooShort());
            case STALE -> delivery(new Fault.Stale(details.duration("age")));
            case UNSEEN -> delivery(new Fault.Unseen(details.duration("age")));
            case CLOCK_JUMP -> delivery(new Fault.ClockJump(details.duration("by")));
            case REORDER -> delivery(Fault.Disorder.REVERSED);
            case REPEAT -> delivery(Fault.Disorder.REPEATED);
        };
    }

    private static FaultRule.Effect delivery(Fault fault) {
        return service -> fault;
    }

    /** @param status 0 for the service's own */
    private static FaultRule.Effect throttle(int status, Optional<Duration> retryAfter) {
        return service -> {
            ServiceError own = RateLimits.refusal(service);
            return new Fault.Refuse(status == 0 ? own.status() : status, own.code(), own.message(), retryAfter);
        };
    }

    private static FaultRule.Effect serverError(int status, Optional<Duration> retryAfter) {
        return service -> new Fault.Refuse(
                status,
                switch (status) {
                    case 500 -> service.equals("s3") ? "InternalError" : "InternalFailure";
                    case 503 -> "ServiceUnavailable";
                    default -> "InternalFailure";
                },
                "We encountered an internal error. Please try again.",
                retryAfter);
    }

    private static FaultRule.Effect refusal(ServiceError refusal) {
        return service -> {
            ServiceError spoken = Refusals.spoken(service, refusal);
            return new Fault.Refuse(spoken.status(), spoken.code(), spoken.message());
        };
    }
}
