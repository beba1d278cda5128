package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Diagnosing;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Swapping;
import dev.penstock.beanstalk.BeanstalkDeployState.Warming;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.execution.Wait;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks an environment that users do not have yet for a page, until it answers as it should or was asked often enough. */
final class WarmSteps {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

    private final Environments environments;
    private final WebProbe probe;

    WarmSteps(Environments environments, WebProbe probe) {
        this.environments = environments;
        this.probe = probe;
    }

    StepResult<BeanstalkDeployState> warm(ActionContext context, DeploymentOptions options, Warming warming)
            throws BeanstalkFailure, InterruptedException {
        Plan plan = warming.plan();
        Optional<WarmCheck> check = options.blueGreen().flatMap(BlueGreen::warm);
        if (check.isEmpty()) {
            return passed(options, warming);
        }
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        URI page = URI.create("http://" + fresh.cname() + check.get().path());
        WebProbe.Answer answer = probe.get(page);
        int attempts = warming.attempts() + 1;
        context.log(page + " " + answer + ".");
        if (check.get().isMetBy(answer)) {
            return passed(options, warming);
        }
        if (attempts < check.get().attempts()) {
            return new StepResult.Await<>(
                    new Warming(warming.release(), plan, attempts),
                    new Wait.Until(context.now().plus(BETWEEN_ATTEMPTS)),
                    check.get().path() + " " + answer);
        }
        Cause cause = new Cause(
                "its page " + check.get().path() + " " + answer + " after "
                        + (attempts == 1 ? "one attempt" : attempts + " attempts") + ", and "
                        + check.get().status() + " is expected",
                "",
                List.of(),
                false);
        Change change = new Change(Change.Kind.DEPLOY, "", Instant.EPOCH, Optional.empty());
        return new StepResult.Next<>(
                new Diagnosing(warming.release(), plan, change, cause, Optional.empty()), "failed: " + cause.message());
    }

    private static StepResult<BeanstalkDeployState> passed(DeploymentOptions options, Warming warming) {
        return options.isWeighted()
                ? new StepResult.Next<>(
                        new Routing(warming.release(), warming.plan(), true), "about to move requests to it")
                : new StepResult.Next<>(
                        new Swapping(warming.release(), warming.plan(), Optional.empty()),
                        "changes places with the live environment");
    }
}
