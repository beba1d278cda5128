package dev.penstock.verdict.plan;

import dev.penstock.verdict.plan.CanaryPlan.Finding;
import dev.penstock.verdict.plan.CanaryPlan.Proposal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Says before a canary starts what it can find. */
public final class CanaryPlanner {

    static final List<Double> RATIOS = List.of(1.5, 2.0, 3.0, 5.0, 10.0, 50.0);
    private static final List<Double> WEIGHTS = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5);
    private static final double LARGEST = 100;
    private static final int HALVINGS = 9;

    private final PlanRequest request;

    CanaryPlanner(PlanRequest request) {
        this.request = request;
    }

    /** Plans. */
    public static CanaryPlan plan(PlanRequest request) {
        return new CanaryPlanner(request).plan();
    }

    private CanaryPlan plan() {
        List<Finding> findings = Stream.concat(RATIOS.stream(), Stream.of(request.target()))
                .sorted()
                .distinct()
                .map(ratio -> finding(request.traffic(), ratio))
                .toList();
        List<Proposal> proposals = DoubleStream.concat(
                        WEIGHTS.stream().mapToDouble(Double::doubleValue),
                        DoubleStream.of(request.traffic().weight()))
                .sorted()
                .distinct()
                .mapToObj(this::proposal)
                .toList();
        return new CanaryPlan(
                request, findings, smallest(), promotion(request.traffic()), proposals, proposed(proposals));
    }

    /** When a rise is found. */
    Finding finding(CanaryTraffic traffic, double ratio) {
        return finding(ratio, detection(traffic, ratio));
    }

    private CrossingTime detection(CanaryTraffic traffic, double ratio) {
        Boundary boundary = Boundary.worse(
                request.budget(), traffic.weight(), request.budget().falseRollback() / request.metrics());
        return new CrossingTime(
                boundary, traffic.canaryShare(ratio), traffic.eventsPerMinute(ratio) * request.lookMinutes());
    }

    Finding promotion(CanaryTraffic traffic) {
        return promotion(traffic, request.budget().falsePromotion());
    }

    /** When a healthy canary is proven by evidence that has so much of the budget. */
    Finding promotion(CanaryTraffic traffic, double falsePromotion) {
        Boundary boundary = Boundary.acceptable(request.unacceptableRatio(), traffic.weight(), falsePromotion);
        return finding(
                1,
                new CrossingTime(boundary, traffic.canaryShare(1), traffic.eventsPerMinute(1) * request.lookMinutes()));
    }

    private Finding finding(double ratio, CrossingTime time) {
        return new Finding(
                ratio,
                duration(time.looks(0.5, request.looks())),
                duration(time.looks(request.chance(), request.looks())),
                time.happenedBy(request.looks()));
    }

    private Optional<Duration> duration(OptionalInt looks) {
        return looks.isPresent() ? Optional.of(request.look().multipliedBy(looks.getAsInt())) : Optional.empty();
    }

    /** The smallest rise that is found within the bake time; empty when none is up to a hundredfold. */
    OptionalDouble smallest() {
        if (!isFound(LARGEST)) {
            return OptionalDouble.empty();
        }
        double low = 1;
        double high = LARGEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (isFound(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    private boolean isFound(double ratio) {
        return detection(request.traffic(), ratio).happenedBy(request.looks()) >= request.chance();
    }

    private Proposal proposal(double weight) {
        CanaryTraffic traffic = request.traffic().withWeight(weight);
        Finding found = finding(traffic, request.target());
        Optional<Duration> proven = promotion(traffic).time();
        double perMinute = traffic.harmPerMinute(request.target());
        OptionalDouble harm = found.median().isPresent()
                ? OptionalDouble.of(found.median().get().toMillis() / 60_000.0 * perMinute)
                : OptionalDouble.empty();
        Optional<Duration> bake =
                found.time().flatMap(time -> proven.map(other -> time.compareTo(other) >= 0 ? time : other));
        return new Proposal(weight, found, harm, bake);
    }

    private Optional<Proposal> proposed(List<Proposal> proposals) {
        if (request.harmBudget().isEmpty()) {
            return Optional.empty();
        }
        List<Proposal> possible = proposals.stream()
                .filter(proposal -> proposal.found().time().isPresent())
                .toList();
        Optional<Proposal> quickest = possible.stream()
                .filter(proposal ->
                        proposal.harm().orElse(0) <= request.harmBudget().getAsDouble())
                .min(Comparator.comparing(proposal -> proposal.found().time().orElseThrow()));
        return quickest.or(() -> possible.stream()
                .min(Comparator.comparingDouble(proposal -> proposal.harm().orElse(0))));
    }
}
