package dev.penstock.aws.rollout;

import dev.penstock.aws.cloudformation.ChangeSetReader;
import dev.penstock.aws.cloudformation.CloudFormationStacks;
import dev.penstock.aws.cloudformation.StackReader;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.StackExperience;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackWaves;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stacks of a simulated account. */
abstract class StackWorld extends AccountWorld {

    /** What makes them. */
    final CloudFormationStacks stacks = new CloudFormationStacks(account.clients, Optional.empty());

    /** The action that deploys stacks, to those of waves if there are any. */
    final CloudFormationAction deploying(Optional<StackWaves> waves) {
        return new CloudFormationAction(
                stacks,
                StackFiles.NONE,
                ChangeSetGate.OPEN,
                type -> false,
                action -> StackOptions.DEFAULT,
                Optional::of,
                StackExperience.NONE,
                (scope, names) -> List.of(),
                action -> waves,
                StackListener.NONE);
    }

    final List<ResourceReader> stackReaders() {
        return List.of(new StackReader(account.clients, clock()), new ChangeSetReader(account.clients));
    }

    static Pipeline deploying(String stack, String template) {
        return StackFixture.pipeline(
                "CREATE_UPDATE",
                Map.of("template.yml", template),
                Map.of("StackName", stack, "TemplatePath", "app::template.yml"));
    }
}
