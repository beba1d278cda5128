package dev.penstock.stack.plan;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleReader;
import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.execution.ActionFailure;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.TemplateSource;
import dev.penstock.stack.plan.PlannedStack.Finding;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.ChangeSetReviewer;
import dev.penstock.stack.review.Forecaster;
import dev.penstock.stack.review.ResourceTimes;
import dev.penstock.stack.review.ReviewGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a CloudFormation action make its change set, looks at it, and takes it away again, together with the stack that exists
 * only for it. What was found is kept in memory: a plan is not resumed.
 *
 * @param <C> the action's configuration
 * @param <S> the action's states
 */
public final class PlanningAction<C, S> implements ActionProvider<C, S> {

    private final ActionProvider<C, S> action;
    private final Stacks stacks;
    private final ResourceTimes times;
    private final Map<String, Boolean> wasThere = new ConcurrentHashMap<>();
    private final Map<String, Finding> findings;

    private PlanningAction(
            ActionProvider<C, S> action, Stacks stacks, ResourceTimes times, Map<String, Finding> findings) {
        this.action = action;
        this.stacks = stacks;
        this.times = times;
        this.findings = findings;
    }

    /**
     * An action that plans.
     *
     * @param action of CloudFormation, which makes change sets where its mode is {@code CHANGE_SET_REPLACE}
     * @param findings by the action's name; safe for several threads
     */
    public static <C, S> PlanningAction<C, S> over(
            ActionProvider<C, S> action, Stacks stacks, ResourceTimes times, Map<String, Finding> findings) {
        return new PlanningAction<>(action, stacks, times, findings);
    }

    @Override
    public ActionTypeId type() {
        return action.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return action.artifacts();
    }

    @Override
    public C configure(ConfigurationReader configuration) {
        return action.configure(configuration);
    }

    @Override
    public Class<S> stateType() {
        return action.stateType();
    }

    @Override
    public S begin(C configuration) {
        return action.begin(configuration);
    }

    @Override
    public Duration timeout(C configuration) {
        return action.timeout(configuration);
    }

    @Override
    public StepResult<S> step(ActionContext context, C configuration, S state)
            throws IOException, InterruptedException {
        wasThere.computeIfAbsent(
                context.declaration().name(),
                name -> stacks.find(context.scope(), key(context, "StackName")).isPresent());
        StepResult<S> result = action.step(context, configuration, state);
        switch (result) {
            case StepResult.Succeed<S> done -> {
                findings.put(context.declaration().name(), look(context));
                takeBack(context);
            }
            case StepResult.Fail<S>(ActionFailure failure) -> {
                findings.put(context.declaration().name(), new Finding.Failed(failure));
                takeBack(context);
            }
            case StepResult.Next<S> next -> {}
            case StepResult.Await<S> await -> {}
        }
        return result;
    }

    @Override
    public void abandon(ActionContext context, C configuration, S state) throws IOException, InterruptedException {
        action.abandon(context, configuration, state);
        takeBack(context);
    }

    @Override
    public Optional<String> stopping(ActionContext context, C configuration, S state)
            throws IOException, InterruptedException {
        return action.stopping(context, configuration, state);
    }

    private static String key(ActionContext context, String name) {
        return context.declaration().configuration().getOrDefault(name, "");
    }

    private Finding look(ActionContext context) throws IOException {
        Optional<ChangeSet> changes =
                stacks.changeSet(context.scope(), key(context, "StackName"), key(context, "ChangeSetName"));
        if (changes.isEmpty() || changes.get().withoutChanges()) {
            return new Finding.NoChange();
        }
        TemplateMap template = template(context);
        ChangeSetReview review =
                ChangeSetReviewer.review(changes.get(), template, id -> stacks.changeSet(context.scope(), "", id));
        return new Finding.Changes(
                !wasThere.getOrDefault(context.declaration().name(), true),
                review,
                Forecaster.forecast(review, template, times, context.scope()));
    }

    private static TemplateMap template(ActionContext context) throws IOException {
        String path = key(context, "TemplatePath");
        int colons = path.indexOf("::");
        if (colons < 0 || !context.inputs().containsKey(path.substring(0, colons))) {
            return TemplateMap.none();
        }
        String file = path.substring(colons + 2);
        return new BundleReader()
                .file(context.inputBundle(path.substring(0, colons)), file, TemplateSource.LARGEST)
                .map(bytes -> ReviewGate.places(file, new String(bytes, StandardCharsets.UTF_8)))
                .orElseGet(TemplateMap::none);
    }

    private void takeBack(ActionContext context) {
        String stackName = key(context, "StackName");
        Optional<Stack> stack = stacks.find(context.scope(), stackName);
        if (stack.isEmpty()) {
            return;
        }
        stacks.deleteChangeSet(context.scope(), stackName, key(context, "ChangeSetName"));
        boolean onlyForThis = !wasThere.getOrDefault(context.declaration().name(), true)
                && stack.get().status() == StackStatus.REVIEW_IN_PROGRESS;
        if (onlyForThis) {
            stacks.delete(context.scope(), stack.get().id(), Set.of(), Optional.empty(), context.token("take back"));
        }
    }
}
