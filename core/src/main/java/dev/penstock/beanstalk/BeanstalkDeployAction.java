package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Begun;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Deploy/AWS/ElasticBeanstalk/1}: brings an artifact to an environment of Elastic Beanstalk as a version.
 *
 * <ol>
 *   <li>Says what becomes the version: its label has the digest of the bundle's contents, so that the same contents are the
 *       same version, and are neither uploaded nor deployed twice.
 *   <li>Looks how the environment is, waits for its turn, and says what is to be changed.
 *   <li>Uploads the bundle, makes the version and has it processed.
 *   <li>Changes the environment, or the other one of a pair, and follows that change, and no other, to its end.
 * </ol>
 *
 * <p>It has succeeded if its label runs on every instance, the environment has that label, is ready and well, and no event of its
 * own request tells of a failure ({@link DeploymentCheck}); that the environment is ready proves nothing. What fails is looked
 * into, and by policy what was there before is brought back.
 */
public final class BeanstalkDeployAction implements ActionProvider<BeanstalkDeployConfiguration, BeanstalkDeployState> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ElasticBeanstalk", "1");

    private final Function<String, DeploymentOptions> options;
    private final BeanstalkSteps steps;

    /**
     * An action over a platform.
     *
     * @param options by the action's name
     */
    public BeanstalkDeployAction(BeanstalkPlatform platform, Function<String, DeploymentOptions> options) {
        this.options = options;
        this.steps = new BeanstalkSteps(platform, new Housekeeping(platform.environments()));
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(1, 0);
    }

    @Override
    public BeanstalkDeployConfiguration configure(ConfigurationReader configuration) {
        return BeanstalkDeployConfiguration.read(
                configuration, options.apply(configuration.declaration().name()));
    }

    @Override
    public Class<BeanstalkDeployState> stateType() {
        return BeanstalkDeployState.class;
    }

    @Override
    public BeanstalkDeployState begin(BeanstalkDeployConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Duration timeout(BeanstalkDeployConfiguration configuration) {
        return configuration.timeout();
    }

    @Override
    public StepResult<BeanstalkDeployState> step(
            ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state)
            throws IOException, InterruptedException {
        return steps.step(context, target, options.apply(context.declaration().name()), state);
    }

    @Override
    public void abandon(ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state) {
        steps.abandon(context, options.apply(context.declaration().name()), state);
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, BeanstalkDeployConfiguration target, BeanstalkDeployState state) {
        return steps.stopping(context, options.apply(context.declaration().name()), state);
    }
}
