package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.Sides;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WarmCheck;
import dev.penstock.traffic.WebProbe;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the new version for a page, by the rule for tests, before users have it. */
final class ReleaseTest {

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final LoadBalancers balancers;
    private final WebProbe probe;

    ReleaseTest(LoadBalancers balancers, WebProbe probe) {
        this.balancers = balancers;
        this.probe = probe;
    }

    /** Tries once; empty if the answer is what is expected. */
    Optional<TargetResult<EcsReleaseState>> look(ReleaseContext release, Running running) throws InterruptedException {
        ActionContext context = release.action();
        Optional<WarmCheck> check = release.settings().test();
        if (check.isEmpty()) {
            return Optional.empty();
        }
        String rule = running.work().sides().map(Sides::testRule).orElse("");
        Optional<URI> address = balancers.address(context.scope(), rule);
        WebProbe.Answer answer = address.isEmpty()
                ? new WebProbe.Answer.None("there is no listener that the rule for tests is at: " + rule)
                : probe.get(address.get().resolve(check.get().path()));
        if (check.get().isMetBy(answer)) {
            return Optional.empty();
        }
        String page = address.map(Object::toString).orElse("") + check.get().path();
        Running tried = running.with(running.sight().triedAgain());
        if (tried.sight().tried() >= check.get().attempts()) {
            return Optional.of(new TargetResult.Failed<>(
                    tried,
                    ActionFailure.failed(
                            "PEN-ECS-020",
                            "The new version did not pass its test in "
                                    + tried.sight().tried() + " attempts: " + page + " "
                                    + answer + ", and " + check.get().status()
                                    + " is expected. No user had it."),
                    Aftermath.CHANGED));
        }
        return Optional.of(new TargetResult.Await<>(
                tried,
                new Wait.ForAnyResource(
                        List.of(NativeRelease.resource(context, running.deployment())),
                        Optional.of(context.now().plus(BETWEEN))),
                "attempt " + tried.sight().tried() + ": " + answer));
    }
}
