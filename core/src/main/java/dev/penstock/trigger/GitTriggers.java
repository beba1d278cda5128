package dev.penstock.trigger;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.GitFilter;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.TriggerDeclaration;
import dev.penstock.trigger.GitChange.BranchPushed;
import dev.penstock.trigger.GitChange.PullRequestChanged;
import dev.penstock.trigger.GitChange.TagPushed;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Which source actions of a pipeline a change concerns (CodePipeline User Guide, "Filter triggers on code push or pull
 * requests"). One filter that matches is enough; branches and files of one filter must both match; an exclusion wins.
 */
public final class GitTriggers {

    private GitTriggers() {}

    /** The names of the source actions that a change starts the pipeline with; empty if it does not start it. */
    public static List<String> of(Pipeline pipeline, GitChange change) {
        List<String> started = new ArrayList<>();
        for (ActionDeclaration action : pipeline.stages().getFirst().actions()) {
            if (repository(action).filter(change.repository()::equalsIgnoreCase).isPresent()
                    && starts(pipeline, action, change)) {
                started.add(action.name());
            }
        }
        return started;
    }

    private static boolean starts(Pipeline pipeline, ActionDeclaration action, GitChange change) {
        if (pipeline.triggers().isEmpty()) {
            return detectsChanges(action) && isOnBranchOf(action, change);
        }
        return pipeline.triggers().stream()
                .filter(trigger -> trigger.sourceActionName().equals(action.name()))
                .anyMatch(trigger -> hasNoFilter(trigger) ? isOnBranchOf(action, change) : matches(trigger, change));
    }

    /** Whether the trigger is for "any push to the default branch specified as part of action configuration". */
    private static boolean hasNoFilter(TriggerDeclaration trigger) {
        return trigger.push().isEmpty() && trigger.pullRequest().isEmpty();
    }

    private static boolean isOnBranchOf(ActionDeclaration action, GitChange change) {
        return change instanceof BranchPushed pushed && pushed.name().equals(branch(action));
    }

    private static boolean matches(TriggerDeclaration trigger, GitChange change) {
        return switch (change) {
            case BranchPushed pushed -> trigger.push().stream().anyMatch(filter -> matches(filter, pushed));
            case TagPushed pushed ->
                trigger.push().stream()
                        .anyMatch(filter -> filter.tags()
                                .filter(tags -> matches(tags, pushed.tag()))
                                .isPresent());
            case PullRequestChanged request ->
                trigger.pullRequest().stream().anyMatch(filter -> matches(filter, request));
        };
    }

    private static boolean matches(GitFilter filter, BranchPushed pushed) {
        return filter.tags().isEmpty()
                && filter.branches()
                        .map(branches -> matches(branches, pushed.name()))
                        .orElse(true)
                && filesMatch(filter, pushed.files());
    }

    private static boolean matches(GitFilter filter, PullRequestChanged request) {
        return (filter.events().isEmpty()
                        || filter.events().contains(request.event().name()))
                && filter.branches()
                        .map(branches -> matches(branches, request.destination()))
                        .orElse(true)
                && filesMatch(filter, request.files());
    }

    /** What changed is not known for a new branch: then a filter for files does not match. */
    private static boolean filesMatch(GitFilter filter, Optional<List<String>> files) {
        return filter.filePaths()
                .map(patterns -> files.orElse(List.of()).stream().anyMatch(file -> matches(patterns, file)))
                .orElse(true);
    }

    private static boolean matches(GitFilter.Patterns patterns, String name) {
        boolean included = patterns.includes().isEmpty()
                || patterns.includes().stream().anyMatch(pattern -> globMatches(pattern, name));
        return included && patterns.excludes().stream().noneMatch(pattern -> globMatches(pattern, name));
    }

    /** CodePipeline's dialect is Java's own (User Guide, "Working with glob patterns in syntax"). */
    private static boolean globMatches(String pattern, String name) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
        } catch (PatternSyntaxException | InvalidPathException e) {
            return pattern.equals(name);
        }
    }

    private static Optional<String> repository(ActionDeclaration action) {
        Map<String, String> keys = action.configuration();
        return switch (action.type().provider()) {
            case "CodeStarSourceConnection" -> Optional.ofNullable(keys.get("FullRepositoryId"));
            case "GitHub" ->
                keys.containsKey("Owner") && keys.containsKey("Repo")
                        ? Optional.of(keys.get("Owner") + "/" + keys.get("Repo"))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String branch(ActionDeclaration action) {
        return action.configuration()
                .getOrDefault("BranchName", action.configuration().getOrDefault("Branch", ""));
    }

    /**
     * Whether pushes start the pipeline. The older action for GitHub has {@code PollForSourceChanges}, which is false just where
     * webhooks tell of changes (User Guide, "Migrate polling pipelines to use event-based change detection").
     */
    private static boolean detectsChanges(ActionDeclaration action) {
        return action.type().provider().equals("GitHub")
                || !action.configuration().getOrDefault("DetectChanges", "true").equalsIgnoreCase("false");
    }
}
