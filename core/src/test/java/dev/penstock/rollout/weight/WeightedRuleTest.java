package dev.penstock.rollout.weight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.rollout.Share;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightedRuleTest {

    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final TrafficShares BEFORE = new TrafficShares(Map.of(BLUE, 1));
    private static final Share TENTH = Share.percent(10);
    private static final TrafficGuard GUARD = TrafficGuard.STANDARD;
    private static final RuleChange DONE = new RuleChange.Done(true);
    private static final RuleChange WAS_DONE = new RuleChange.Done(false);

    private final FakeListenerRules rules = new FakeListenerRules();
    private final ListenerRuleArn arn = rules.add("shop.example.com", BEFORE);
    private final WeightedRule rule = rule(Optional.of(BLUE), BEFORE);

    private WeightedRule rule(Optional<String> live, TrafficShares before) {
        return new WeightedRule(rules, AwsScope.OWN, new WeightedRoute(arn, live, GREEN, before));
    }

    @Test
    void requestsAreMovedStepByStepAndTheOldGroupIsForgotten() {
        assertThat(rule.preflight(true)).isEmpty();
        assertThat(rule.admit()).isEqualTo(DONE);
        assertThat(rules.shares(arn)).isEqualTo(TrafficShares.split(GREEN, 0, BLUE));
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isEqualTo(DONE);
        assertThat(rule.hold(TENTH, 0)).isEqualTo(WAS_DONE);
        assertThat(rule.shift(GUARD, TENTH, Share.ALL)).isEqualTo(DONE);
        assertThat(rule.finish()).isEqualTo(DONE);
        assertThat(rules.shares(arn)).isEqualTo(TrafficShares.all(GREEN));
        assertThat(rules.divided()).hasSize(4);
    }

    @Test
    void whoAsksAgainChangesNothing() {
        rule.admit();
        assertThat(rule.admit()).isEqualTo(WAS_DONE);
        rule.shift(GUARD, Share.NONE, TENTH);
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isEqualTo(WAS_DONE);
        rule.shift(GUARD, TENTH, Share.ALL);
        rule.finish();
        assertThat(rule.finish()).isEqualTo(WAS_DONE);
        assertThat(rules.divided()).hasSize(4);
    }

    @Test
    void allRequestsGoBackInOneCallWithTheWeightsThatWereThere() {
        rule.shift(GUARD, Share.NONE, TENTH);
        int before = rules.divided().size();
        assertThat(rule.back(List.of(TENTH))).isEqualTo(DONE);
        assertThat(rules.shares(arn)).isEqualTo(BEFORE);
        assertThat(rules.divided()).hasSize(before + 1);
        assertThat(rule.back(List.of(TENTH))).isEqualTo(WAS_DONE);
    }

    @Test
    void aGroupThatWasOnlyNamedIsForgottenOnTheWayBack() {
        rule.admit();
        assertThat(rule.back(List.of())).isEqualTo(DONE);
        assertThat(rules.shares(arn).name(GREEN)).isFalse();
    }

    @Test
    void weightsOfSomebodyElseStay() {
        TrafficShares theirs = TrafficShares.split(GREEN, 33, BLUE);
        rule.shift(GUARD, Share.NONE, TENTH);
        rules.divideByAnother(arn, theirs);
        int before = rules.divided().size();

        assertThat(rule.hold(TENTH, 0)).isInstanceOf(RuleChange.Superseded.class);
        assertThat(rule.shift(GUARD, TENTH, Share.percent(50))).isInstanceOf(RuleChange.Superseded.class);
        assertThat(rule.back(List.of(TENTH, Share.percent(50)))).isInstanceOf(RuleChange.Superseded.class);
        assertThat(rule.finish()).isInstanceOf(RuleChange.Superseded.class);
        assertThat(rules.shares(arn)).isEqualTo(theirs);
        assertThat(rules.divided()).hasSize(before);
    }

    @Test
    void weightsOfSomebodyElseAreOverwrittenAsOftenAsIsAllowed() {
        rule.shift(GUARD, Share.NONE, TENTH);
        rules.divideByAnother(arn, BEFORE);
        assertThat(rule.hold(TENTH, 1)).isEqualTo(DONE);
        assertThat(rules.shares(arn)).isEqualTo(TrafficShares.split(GREEN, 10, BLUE));
        rules.divideByAnother(arn, BEFORE);
        assertThat(rule.hold(TENTH, 0))
                .isEqualTo(new RuleChange.Superseded(TrafficShares.split(GREEN, 10, BLUE), BEFORE));
    }

    @Test
    void aRuleThatHasNotHeardYetIsLookedAtAgain() {
        rules.lag(2);
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isInstanceOf(RuleChange.Unsettled.class);
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isEqualTo(DONE);
        assertThat(rules.shares(arn)).isEqualTo(TrafficShares.split(GREEN, 10, BLUE));
    }

    @Test
    void aRuleThatIsGoneIsGone() {
        rules.remove(arn);
        assertThat(List.of(
                        rule.admit(),
                        rule.shift(GUARD, Share.NONE, TENTH),
                        rule.hold(TENTH, 1),
                        rule.back(List.of(TENTH)),
                        rule.finish()))
                .containsOnly(new RuleChange.Gone());
        assertThat(rules.divided()).isEmpty();
    }

    @Test
    void theFirstGroupGetsAllAndThereIsNoWayBack() {
        rules.divideByAnother(arn, TrafficShares.NONE);
        WeightedRule first = rule(Optional.empty(), TrafficShares.NONE);
        assertThat(first.admit()).isEqualTo(WAS_DONE);
        assertThat(first.mayShift(TrafficGuard.STANDARD, Share.ALL).isAllowed()).isTrue();
        assertThat(first.shift(GUARD, Share.NONE, Share.ALL)).isEqualTo(DONE);
        assertThat(first.back(List.of(Share.ALL))).isEqualTo(WAS_DONE);
        assertThat(first.finish()).isEqualTo(WAS_DONE);
        assertThat(rules.divided()).containsExactly(TrafficShares.all(GREEN));
    }

    @Test
    void theGuardSeesBothGroups() {
        rules.become(BLUE, 4, 4);
        rules.become(GREEN, 1, 4);
        assertThat(rule.mayShift(TrafficGuard.STANDARD, TENTH).isAllowed()).isTrue();
        assertThat(rule.mayShift(TrafficGuard.STANDARD, Share.percent(50)).words())
                .isEqualTo("1 of its 4 targets are healthy, and 50 % of requests need 2");
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isEqualTo(DONE);
        assertThat(rule.shift(GUARD, TENTH, Share.percent(50))).isInstanceOf(RuleChange.Refused.class);
        assertThat(rules.divided()).hasSize(1);
        assertThat(rule.shift(GUARD, Share.NONE, TENTH)).isEqualTo(WAS_DONE);
    }

    @Test
    void requestsDoNotGoBackToWhereNoTargetIsHealthy() {
        rule.shift(GUARD, Share.NONE, TENTH);
        rules.become(BLUE, 0, 4);
        assertThat(rule.back(List.of(TENTH))).isInstanceOf(RuleChange.Refused.class);
        rules.become(GREEN, 0, 4);
        assertThat(rule.back(List.of(TENTH))).isEqualTo(DONE);
    }

    /** Whoever dies after any change and asks the same again comes to the same end, without another change. */
    @Test
    void anyRampSurvivesDyingAfterEachChange() {
        Random random = new Random(3);
        for (int run = 0; run < 200; run++) {
            rules.divideByAnother(arn, BEFORE);
            int before = rules.divided().size();
            List<Share> given = new ArrayList<>(List.of(Share.NONE));
            List<Share> steps = random.ints(random.nextInt(1, 6), 1, 1000)
                    .distinct()
                    .sorted()
                    .mapToObj(Share::new)
                    .toList();
            for (Share step : steps) {
                int asked = random.nextInt(1, 3);
                for (int i = 0; i < asked; i++) {
                    assertThat(rule.shift(GUARD, given.getLast(), step))
                            .as("%s of %s", step, steps)
                            .isEqualTo(new RuleChange.Done(i == 0));
                }
                given.add(step);
            }
            assertThat(rules.divided()).as("%s", steps).hasSize(before + steps.size());
            assertThat(rule.back(given)).isEqualTo(DONE);
            assertThat(rules.shares(arn)).isEqualTo(BEFORE);
        }
    }
}
