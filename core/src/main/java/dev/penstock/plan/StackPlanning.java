package dev.penstock.plan;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.BundleReader;
import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.execution.ActionFailure;
import dev.penstock.plan.PlannedStack.Finding;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetListing;
import dev.penstock.stack.SkippedResources;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.TemplateSource;
import dev.penstock.stack.review.ChangeSetReview;
import dev.penstock.stack.review.ChangeSetReviewer;
import dev.penstock.stack.review.Forecaster;
import dev.penstock.stack.review.LatencyDoctor;
import dev.penstock.stack.review.ResourceTimes;
import dev.penstock.stack.review.ReviewGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at each change set that an action makes, and takes it away again, together with the stack that exists only for it. What was
 * found is kept in memory: a plan is not resumed. What plans that were killed have left is removed before.
 */
final class StackPlanning implements StackListener {

    /** Nobody's plan takes longer: what is older, its runner has left. */
    private static final Duration OLD = Duration.ofHours(1);

    private final Stacks stacks;
    private final ResourceTimes times;
    private final Map<String, PlannedStack.Found> found;

    /**
     * A listener that plans.
     *
     * @param found by {@linkplain #key action and target}; safe for several threads
     */
    StackPlanning(Stacks stacks, ResourceTimes times, Map<String, PlannedStack.Found> found) {
        this.stacks = stacks;
        this.times = times;
        this.found = found;
    }

    static String key(String action, String target) {
        return action + "/" + target;
    }

    @Override
    public void begins(ActionContext context, String target, String stack) {
        Optional<Stack> now = stacks.find(context.scope(), stack);
        if (now.isEmpty()) {
            return;
        }
        for (ChangeSetListing each : stacks.changeSets(context.scope(), stack)) {
            if (isOfAPlan(each) && each.createdAt().isBefore(context.now().minus(OLD))) {
                stacks.deleteChangeSet(context.scope(), now.get().id(), each.id());
            }
        }
        removeIfEmpty(context, stack);
    }

    private static boolean isOfAPlan(ChangeSetListing changeSet) {
        return changeSet.name().startsWith(PlanPipeline.CHANGE_SETS)
                && changeSet.description().startsWith("Made by Penstock ");
    }

    @Override
    public void ended(ActionContext context, String target, String stack, Optional<ActionFailure> failure) {
        String key = key(context.declaration().name(), target);
        if (!found.containsKey(key)) {
            found.put(key, look(context, stack, failure));
        }
        stacks.find(context.scope(), stack).ifPresent(now -> {
            stacks.deleteChangeSet(context.scope(), now.id(), changeSetName(context));
            removeIfEmpty(context, stack);
        });
    }

    private PlannedStack.Found look(ActionContext context, String stack, Optional<ActionFailure> failure) {
        Optional<Stack> now = stacks.find(context.scope(), stack)
                .filter(each -> each.status() != StackStatus.REVIEW_IN_PROGRESS)
                .filter(each -> each.status() != StackStatus.DELETE_COMPLETE);
        List<String> skipped = new ArrayList<>();
        now.ifPresent(each -> skipped(context, each).forEach(one -> skipped.addAll(one.lines())));
        Finding finding = failure.<Finding>map(Finding.Failed::new).orElseGet(() -> changes(context, stack, now));
        return new PlannedStack.Found(Optional.of(stack), finding, skipped);
    }

    private List<SkippedResources.Skipped> skipped(ActionContext context, Stack stack) {
        try {
            return new SkippedResources(stacks, context.scope()).of(stack.id());
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of(); // Who may not read events is told so by the run.
        }
    }

    private Finding changes(ActionContext context, String stack, Optional<Stack> now) {
        Optional<ChangeSet> changes = stacks.changeSet(context.scope(), stack, changeSetName(context));
        if (changes.isEmpty() || changes.get().withoutChanges()) {
            return new Finding.NoChange();
        }
        TemplateMap template = template(context);
        ChangeSetReview review =
                ChangeSetReviewer.review(changes.get(), template, id -> stacks.changeSet(context.scope(), "", id));
        return new Finding.Changes(
                now.isEmpty(),
                review,
                Forecaster.forecast(review, template, times, context.scope()),
                LatencyDoctor.examine(review, changes.get(), template));
    }

    private static String changeSetName(ActionContext context) {
        return context.declaration().configuration().getOrDefault("ChangeSetName", "");
    }

    private static TemplateMap template(ActionContext context) {
        String path = context.declaration().configuration().getOrDefault("TemplatePath", "");
        int colons = path.indexOf("::");
        if (colons < 0 || !context.inputs().containsKey(path.substring(0, colons))) {
            return TemplateMap.none();
        }
        String file = path.substring(colons + 2);
        try {
            return new BundleReader()
                    .file(context.inputBundle(path.substring(0, colons)), file, TemplateSource.LARGEST)
                    .map(bytes -> ReviewGate.places(file, new String(bytes, StandardCharsets.UTF_8)))
                    .orElseGet(TemplateMap::none);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stack that exists only for change sets goes with the last of them; one that somebody else reviews stays. */
    private void removeIfEmpty(ActionContext context, String stack) {
        stacks.find(context.scope(), stack)
                .filter(now -> now.status() == StackStatus.REVIEW_IN_PROGRESS)
                .filter(now -> stacks.changeSets(context.scope(), stack).isEmpty())
                .ifPresent(now -> stacks.delete(
                        context.scope(), now.id(), Set.of(), Optional.empty(), context.token("take back " + now.id())));
    }
}
