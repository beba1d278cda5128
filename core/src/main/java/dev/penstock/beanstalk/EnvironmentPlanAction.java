package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.image.ImageRegistry;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.stack.Stacks;
import dev.penstock.traffic.ListenerRules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stands in for {@link BeanstalkDeployAction} where nothing shall be changed: says what it would do. Without an artifact it says
 * what can be said before the artifact is made.
 */
public final class EnvironmentPlanAction
        implements ActionProvider<BeanstalkDeployConfiguration, EnvironmentPlanAction.Looking> {

    /** About to look; there is nothing to remember. */
    public record Looking() {}

    private final Function<String, DeploymentOptions> options;
    private final Function<String, Optional<ReleasePlan>> plans;
    private final EnvironmentPlanning planning;
    private final EnvironmentPlanListener listener;

    /**
     * An action that looks.
     *
     * @param registry the registries that hold images
     * @param stacks put out values of options
     * @param rules divide requests among environments that share a load balancer
     * @param options by the action's name
     * @param plans by which versions are released, by the action's name; absent where settings say nothing of a release
     * @param listener is told what was found
     */
    public EnvironmentPlanAction(
            Environments environments,
            ImageRegistry registry,
            Stacks stacks,
            ListenerRules rules,
            Function<String, DeploymentOptions> options,
            Function<String, Optional<ReleasePlan>> plans,
            EnvironmentPlanListener listener) {
        this.options = options;
        this.plans = plans;
        OptionChanges changes = new OptionChanges(stacks);
        PairFinder pairs = new PairFinder(environments, new SharedTraffic(environments, rules, changes));
        this.planning = new EnvironmentPlanning(environments, changes, new BundleSteps(registry), pairs);
        this.listener = listener;
    }

    @Override
    public ActionTypeId type() {
        return BeanstalkDeployAction.TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 0);
    }

    @Override
    public BeanstalkDeployConfiguration configure(ConfigurationReader configuration) {
        return BeanstalkDeployConfiguration.read(
                configuration, options.apply(configuration.declaration().name()));
    }

    @Override
    public Class<Looking> stateType() {
        return Looking.class;
    }

    @Override
    public Looking begin(BeanstalkDeployConfiguration configuration) {
        return new Looking();
    }

    @Override
    public StepResult<Looking> step(ActionContext context, BeanstalkDeployConfiguration target, Looking state)
            throws IOException {
        String action = context.declaration().name();
        try {
            listener.planned(action, planning.plan(context, target, options.apply(action), plans.apply(action)));
        } catch (BeanstalkFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
        return new StepResult.Succeed<>(
                new ActionResult(Map.of(), Map.of(), "looked at " + target.target(), Optional.empty(), List.of()));
    }
}
