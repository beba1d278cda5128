package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources that were left out of a rollback, found again from the stack's own events, by whoever looks and wherever: what is left
 * out differs from the template, and nothing else about the stack says so ({@code ResourcesToSkip} of {@code
 * ContinueUpdateRollback}, AWS CloudFormation API Reference). One counts until it is replaced, gone, or compared and found to be
 * as the template says.
 */
public final class SkippedResources {

    /** Begins the token of a rollback that leaves something out, by which it is known again among the stack's events. */
    static final String TOKEN = "skip-";

    private static final int DEEPEST = 10;

    private final Stacks stacks;
    private final AwsScope scope;

    /** Looks in an account and Region. */
    public SkippedResources(Stacks stacks, AwsScope scope) {
        this.stacks = stacks;
        this.scope = scope;
    }

    /**
     * A resource that was left out.
     *
     * @param path its logical id, in nested stacks after the nested stack's name and a dot
     * @param since when the rollback went on without it
     * @param differences what differs from the template, in words; empty if it cannot be compared
     */
    public record Skipped(String path, Instant since, List<String> differences) {

        public Skipped {
            differences = List.copyOf(differences);
        }

        /** For people: one line for the resource, and one for each difference. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("Left out of a rollback at " + since
                    + (differences.isEmpty() ? ", and cannot be compared with the template: " : ", and still differs: ")
                    + path);
            differences.forEach(difference -> lines.add("  " + difference));
            return lines;
        }
    }

    /** What failed in a rollback that went on and came to its end. */
    private record Candidate(String logicalId, String physicalId, String type, Instant since, boolean certain) {}

    /** Those of a stack that are not reconciled yet. */
    public List<Skipped> of(String stackId) {
        List<Skipped> skipped = new ArrayList<>();
        add(stackId, "", false, 0, skipped);
        return skipped;
    }

    private void add(String stackId, String prefix, boolean certain, int depth, List<Skipped> skipped) {
        List<Candidate> candidates = candidates(stacks.history(scope, stackId), certain);
        if (candidates.isEmpty()) {
            return;
        }
        Map<String, StackResource> present = new LinkedHashMap<>();
        stacks.resources(scope, stackId).forEach(resource -> present.put(resource.logicalId(), resource));
        for (Candidate candidate : candidates) {
            boolean isTheSame = Optional.ofNullable(present.get(candidate.logicalId()))
                    .filter(resource -> !resource.isGone())
                    .filter(resource -> resource.physicalId().equals(candidate.physicalId()))
                    .isPresent();
            boolean isStack = candidate.type().equals(StackEvent.STACK_TYPE);
            if (isTheSame && isStack && depth < DEEPEST) {
                add(
                        candidate.physicalId(),
                        FailedInRollback.name(candidate.physicalId()) + ".",
                        candidate.certain(),
                        depth + 1,
                        skipped);
            } else if (isTheSame && !isStack) {
                compared(stackId, prefix, candidate).ifPresent(skipped::add);
            }
        }
    }

    /**
     * Resources that a rollback failed at and that it came to its end with afterwards. Whether it was without them is known for
     * certain where the token says so; the others count only if they are found to differ.
     */
    private static List<Candidate> candidates(List<StackEvent> oldestFirst, boolean certain) {
        Map<String, Candidate> found = new LinkedHashMap<>();
        Map<String, StackEvent> failed = new LinkedHashMap<>();
        boolean back = false;
        boolean goesOn = false;
        for (StackEvent event : oldestFirst) {
            if (!event.isOfTheStack()) {
                if (back && event.status().equals("UPDATE_FAILED") && !FailedInRollback.isCancelled(event.reason())) {
                    failed.put(event.logicalId(), event);
                }
                continue;
            }
            switch (event.status()) {
                case "UPDATE_ROLLBACK_IN_PROGRESS" -> {
                    goesOn = back;
                    back = true;
                }
                case "UPDATE_ROLLBACK_FAILED" -> {}
                case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE" -> {
                    if (goesOn) {
                        boolean without = certain || event.token().startsWith(TOKEN);
                        failed.forEach((id, each) ->
                                found.put(id, new Candidate(id, each.physicalId(), each.type(), event.at(), without)));
                    }
                    failed.clear();
                    back = false;
                    goesOn = false;
                }
                default -> {
                    failed.clear();
                    back = false;
                    goesOn = false;
                }
            }
        }
        return List.copyOf(found.values());
    }

    private Optional<Skipped> compared(String stackId, String prefix, Candidate candidate) {
        String path = prefix + candidate.logicalId();
        Optional<ResourceDrift> drift = drift(stackId, candidate.logicalId());
        if (drift.isEmpty()) {
            return candidate.certain()
                    ? Optional.of(new Skipped(path, candidate.since(), List.of()))
                    : Optional.empty();
        }
        return switch (drift.get().status()) {
            case "MODIFIED", "DELETED" -> Optional.of(new Skipped(path, candidate.since(), words(drift.get())));
            default -> Optional.empty();
        };
    }

    private Optional<ResourceDrift> drift(String stackId, String logicalId) {
        try {
            return stacks.resourceDrift(scope, stackId, logicalId);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return Optional.empty(); // Who may not compare it is told of it all the same.
        }
    }

    private static List<String> words(ResourceDrift drift) {
        if (drift.differences().isEmpty()) {
            return List.of("it is " + drift.status());
        }
        return drift.differences().stream()
                .map(difference ->
                        difference.path() + ": " + difference.actual() + " in place of " + difference.expected())
                .toList();
    }
}
