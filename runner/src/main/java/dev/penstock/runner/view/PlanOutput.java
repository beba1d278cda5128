package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.json.JsonWriter;
import dev.penstock.plan.PlannedDeclared;
import dev.penstock.plan.PlannedEnvironment;
import dev.penstock.plan.PlannedRollout;
import dev.penstock.plan.PlannedStack;
import dev.penstock.plan.PlannedTarget;
import dev.penstock.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a plan came to, for a terminal, for a pull request and for programs. */
public final class PlanOutput {

    private PlanOutput() {}

    /** For a terminal. */
    public static String text(Planner.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        switch (outcome) {
            case Planner.Outcome.SourceFailed(String action, ActionFailure failure) ->
                lines.add("The source action " + action + " failed: " + failure.message());
            case Planner.Outcome.Planned(List<PlannedTarget> all) -> {
                if (all.isEmpty()) {
                    lines.add("The pipeline deploys to nothing that can be looked at.");
                }
                for (PlannedTarget target : all) {
                    lines.addAll(
                            switch (target) {
                                case PlannedStack stack -> StackPlanOutput.lines(stack);
                                case PlannedEnvironment environment -> EnvironmentPlanOutput.lines(environment);
                                case PlannedRollout rollout -> RolloutPlanOutput.lines(rollout);
                                case PlannedDeclared declared -> DeclaredPlanOutput.lines(declared);
                            });
                }
                lines.add(last(all));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String last(List<PlannedTarget> all) {
        long stacks = all.stream()
                .filter(target ->
                        target instanceof PlannedStack stack && stack.finding() instanceof PlannedStack.Finding.Changes)
                .count();
        long environments = all.stream()
                .filter(target -> target instanceof PlannedEnvironment environment
                        && EnvironmentPlanOutput.isChanged(environment))
                .count();
        boolean hasEnvironments = all.stream().anyMatch(PlannedEnvironment.class::isInstance);
        boolean hasStacks = all.isEmpty() || all.stream().anyMatch(PlannedStack.class::isInstance);
        if (!hasStacks && !hasEnvironments) {
            return "Nothing was changed.";
        }
        List<String> counts = new ArrayList<>();
        if (hasStacks) {
            counts.add(stacks + (stacks == 1 ? " stack" : " stacks"));
        }
        if (hasEnvironments) {
            counts.add(environments + (environments == 1 ? " environment" : " environments"));
        }
        return String.join(" and ", counts) + " would change. Nothing was changed.";
    }

    /** For a pull request. */
    public static String markdown(Planner.Outcome outcome) {
        StringBuilder text = new StringBuilder("## Plan\n");
        switch (outcome) {
            case Planner.Outcome.SourceFailed(String action, ActionFailure failure) ->
                text.append("\nThe source action `")
                        .append(action)
                        .append("` failed: ")
                        .append(failure.message())
                        .append('\n');
            case Planner.Outcome.Planned(List<PlannedTarget> all) ->
                all.forEach(target -> text.append('\n')
                        .append(
                                switch (target) {
                                    case PlannedStack stack -> StackPlanOutput.markdown(stack);
                                    case PlannedEnvironment environment -> EnvironmentPlanOutput.markdown(environment);
                                    case PlannedRollout rollout -> RolloutPlanOutput.markdown(rollout);
                                    case PlannedDeclared declared -> DeclaredPlanOutput.markdown(declared);
                                }));
        }
        return text.toString();
    }

    /**
     * For programs: one JSON line for each stack, environment and rollout, with {@code kind} ({@code plannedStack}, {@code
     * plannedEnvironment}, {@code plannedRollout} or {@code sourceFailed}), {@code stage}, {@code action}, {@code region}, {@code finding} and {@code
     * summary}.
     *
     * <p>Of a stack: {@code stackName}, {@code finding} is {@code changes}, {@code noChange}, {@code failed} or {@code notTried},
     * and with changes {@code isNew}, {@code seconds}, {@code cleanupSeconds}, {@code advice} and {@code review}; {@code target}
     * names one of a deployment in waves.
     *
     * <p>Of an environment: {@code application}, {@code environment}, {@code finding} is {@code nothing}, {@code update}, {@code
     * creation}, {@code blueGreen}, {@code failed} or {@code notTried}; {@code versionLabel} (left out before it is known),
     * {@code previousVersionLabel}, {@code versionExists}, {@code images}, {@code options} ({@code namespace}, {@code name},
     * {@code resource}, {@code before}, {@code after}, {@code hidden}, {@code effect}), {@code rollout}, {@code phases} ({@code
     * name}, {@code times}, {@code seconds}), {@code seconds}, {@code commandTimeoutSeconds}, {@code recentSeconds} and {@code
     * remarks}.
     *
     * <p>Of a rollout: {@code target}, {@code finding} is {@code told}, {@code failed} or {@code notTried}; {@code how}, {@code
     * seconds}, {@code phases} as above, {@code settings} ({@code name}, {@code value}, {@code quicker}, {@code savesSeconds}) and
     * {@code remarks}.
     *
     * <p>Of other work ({@code plannedWork}): {@code finding} is {@code declared}; {@code remarks}.
     */
    public static String json(Planner.Outcome outcome) {
        return switch (outcome) {
            case Planner.Outcome.SourceFailed(String action, ActionFailure failure) ->
                JsonWriter.compact()
                                .object()
                                .field("kind", "sourceFailed")
                                .field("action", action)
                                .field("code", failure.code())
                                .field("summary", failure.message())
                                .endObject()
                        + "\n";
            case Planner.Outcome.Planned(List<PlannedTarget> all) ->
                all.stream()
                        .map(target -> switch (target) {
                            case PlannedStack stack -> StackPlanOutput.json(stack);
                            case PlannedEnvironment environment -> EnvironmentPlanOutput.json(environment);
                            case PlannedRollout rollout -> RolloutPlanOutput.json(rollout);
                            case PlannedDeclared declared -> DeclaredPlanOutput.json(declared);
                        })
                        .collect(Collectors.joining());
        };
    }
}
