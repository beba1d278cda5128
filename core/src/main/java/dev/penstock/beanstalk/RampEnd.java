package dev.penstock.beanstalk;

import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Ramp;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.traffic.TrafficShares;
import java.util.List;

/** How moving requests between environments ends otherwise than well. */
final class RampEnd {

    private RampEnd() {}

    static ActionFailure weightsChanged(String rule, TrafficShares expected, TrafficShares found) {
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-BEANSTALK-044",
                "Somebody else has changed where the rule " + rule + " sends requests: " + found + " instead of "
                        + expected + ". That was left as it is, and both environments are there.",
                List.of());
    }

    static BeanstalkFailure gone(String rule) {
        return new BeanstalkFailure(
                "PEN-BEANSTALK-040",
                "There is no listener rule " + rule
                        + ". Correct 'listenerRule' under 'blueGreen', or make the rule again.");
    }

    /** A rule that does not divide requests as it was left. */
    static ActionFailure lost(Ramp ramp, RuleChange change) throws BeanstalkFailure {
        if (change instanceof RuleChange.Superseded(TrafficShares expected, TrafficShares found)) {
            return weightsChanged(ramp.rule(), expected, found);
        }
        throw gone(ramp.rule());
    }

    static ActionFailure left(Release release, Plan plan, String rule, Cause cause) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-BEANSTALK-045",
                "Version " + release.label() + " turned out ill in environment '" + plan.environment()
                        + "', and requests were left divided as they are at the rule " + rule + ": "
                        + cause.message() + ".",
                cause.details());
    }
}
