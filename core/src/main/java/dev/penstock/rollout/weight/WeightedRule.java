package dev.penstock.rollout.weight;

import dev.penstock.action.AwsScope;
import dev.penstock.rollout.Share;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Moves requests by one rule, and no others than its own: it is read before and after each change, and weights that somebody else
 * has set are left as they are. A load balancer has no conditional change of a rule: who edits it in the very moment between look
 * and change is overwritten.
 *
 * <p>It keeps nothing. Each method may be asked again, by whoever goes on after a crash, and then finds what was done. Methods raise
 * {@link dev.penstock.action.RemoteCallException} when a call cannot be carried out.
 */
public final class WeightedRule {

    private final ListenerRules rules;
    private final AwsScope scope;
    private final WeightedRoute route;

    /** A rule in some account and Region. */
    public WeightedRule(ListenerRules rules, AwsScope scope, WeightedRoute route) {
        this.rules = rules;
        this.scope = scope;
        this.route = route;
    }

    /** What speaks against this route before it is begun, and warnings. */
    public List<RuleFinding> preflight(boolean gradually) {
        return RulePreflight.of(route, look(), gradually);
    }

    /**
     * Names both groups in the rule and leaves the requests where they are. A group that no rule names is not checked for health
     * ({@code Target.NotInUse}), so that nothing would ever be allowed to go there.
     */
    public RuleChange admit() {
        TrafficShares wanted = route.live().isPresent() ? route.at(Share.NONE) : route.before();
        return changed(wanted, List.of(route.before()), found -> found.isLike(wanted), WeightedRule::unguarded);
    }

    /** What the guard says to a share, as both groups are now. */
    public TrafficGuard.Answer mayShift(TrafficGuard guard, Share share) {
        TargetGroupHealth live =
                route.live().map(group -> rules.health(scope, group)).orElse(new TargetGroupHealth(0, 0));
        TrafficGuard.Answer answer = guard.judge(share, rules.health(scope, route.fresh()), live);
        if (!answer.isAllowed() || route.twin().isEmpty() || share.equals(Share.ALL)) {
            return answer;
        }
        // The twin gets as many requests, and needs as many to answer them.
        return guard.judge(share, rules.health(scope, route.twin().get()), live);
    }

    /**
     * Gives the new group another share, if the guard allows it.
     *
     * @param from the share that it has been given; none before the first
     * @param to the share that it shall have
     */
    public RuleChange shift(TrafficGuard guard, Share from, Share to) {
        TrafficShares wanted = route.at(to);
        TrafficShares left = from.equals(Share.NONE) ? route.before() : route.at(from);
        return changed(wanted, List.of(left), wanted::divideLike, () -> mayShift(guard, to));
    }

    /**
     * Looks whether the new group still has its share.
     *
     * @param share that it has been given
     * @param reassertions how often weights that somebody else has set may still be overwritten; with 0 they stay
     */
    public RuleChange hold(Share share, int reassertions) {
        TrafficShares wanted = route.at(share);
        Optional<TrafficShares> found = shares();
        if (found.isEmpty()) {
            return new RuleChange.Gone();
        }
        if (found.get().divideLike(wanted)) {
            return new RuleChange.Done(false);
        }
        return reassertions > 0
                ? change(wanted, found.get(), wanted::divideLike)
                : new RuleChange.Superseded(wanted, found.get());
    }

    /**
     * Gives all requests back to where they were, at once, with the weights that were there before, and forgets the new group. Where
     * nothing was live, there is nowhere to give them to, and nothing is done. Refused if they would come to a group without any
     * healthy target from one that has some.
     *
     * @param given the shares that this deployment may have given: what it has not set is somebody else's and stays
     */
    public RuleChange back(Collection<Share> given) {
        if (route.live().isEmpty()) {
            return new RuleChange.Done(false);
        }
        String live = route.live().get();
        List<TrafficShares> ours = Stream.concat(
                        Stream.of(route.before()), given.stream().map(route::at))
                .toList();
        return changed(
                route.before(),
                ours,
                found -> found.isLike(route.before()),
                () -> TrafficGuard.judgeWayBack(rules.health(scope, live), rules.health(scope, route.fresh())));
    }

    /**
     * Ends the move: the new group has all requests, and the rule forgets the other one, which could not be deleted otherwise.
     *
     * @return superseded if the new group does not have all requests
     */
    public RuleChange finish() {
        TrafficShares all = TrafficShares.all(route.fresh());
        return changed(all, List.of(all), found -> found.isLike(all), WeightedRule::unguarded);
    }

    /** Where requests go stays as it is. */
    private static TrafficGuard.Answer unguarded() {
        return new TrafficGuard.Answer(Share.NONE, new TargetGroupHealth(0, 0), 0);
    }

    private RuleChange changed(
            TrafficShares wanted,
            Collection<TrafficShares> ours,
            Predicate<TrafficShares> isThere,
            Supplier<TrafficGuard.Answer> guard) {
        Optional<TrafficShares> found = shares();
        if (found.isEmpty()) {
            return new RuleChange.Gone();
        }
        if (isThere.test(found.get())) {
            return new RuleChange.Done(false);
        }
        if (ours.stream().noneMatch(found.get()::divideLike)) {
            return new RuleChange.Superseded(wanted, found.get());
        }
        TrafficGuard.Answer answer = guard.get();
        return answer.isAllowed() ? change(wanted, found.get(), isThere) : new RuleChange.Refused(answer);
    }

    private RuleChange change(TrafficShares wanted, TrafficShares from, Predicate<TrafficShares> isThere) {
        rules.divide(scope, route.rule(), wanted);
        Optional<TrafficShares> found = shares();
        if (found.isEmpty()) {
            return new RuleChange.Gone();
        }
        if (isThere.test(found.get())) {
            return new RuleChange.Done(true);
        }
        return found.get().divideLike(from)
                ? new RuleChange.Unsettled(found.get())
                : new RuleChange.Superseded(wanted, found.get());
    }

    private Optional<TrafficShares> shares() {
        return look().map(ListenerRule::shares);
    }

    private Optional<ListenerRule> look() {
        return rules.rule(scope, route.rule());
    }
}
