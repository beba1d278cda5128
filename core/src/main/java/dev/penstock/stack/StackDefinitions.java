package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.stack.packaging.PackagingException;
import dev.penstock.stack.packaging.TemplatePackager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts together what a stack shall be, out of an action's artifacts, its configuration and the settings. */
final class StackDefinitions {

    private final Stacks stacks;
    private final StackFiles files;
    private final StackInputs inputs;

    StackDefinitions(Stacks stacks, StackFiles files, StackInputs inputs) {
        this.stacks = stacks;
        this.files = files;
        this.inputs = inputs;
    }

    /**
     * What the stack shall be.
     *
     * @param type whether it is there already, and parameters may keep their values
     */
    StackDefinition of(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions options, ChangeSetType type)
            throws IOException, StackFailure {
        StackInputs.Wanted wanted = inputs.read(context, configuration);
        Optional<Stack> stack =
                type == ChangeSetType.UPDATE ? stacks.find(context.scope(), configuration.stack()) : Optional.empty();
        Optional<Set<String>> exporting = wanted.template().exporting();
        if (stack.isPresent() && exporting.isPresent()) {
            new ExportsInUse(stacks).check(context.scope(), stack.get(), exporting.get());
        }
        return new StackDefinition(
                new TemplateSource.Body(packaged(context, configuration)),
                StackInputs.parameters(wanted, stack),
                wanted.configuration().tags(),
                configuration.capabilities(),
                configuration.roleArn(),
                options.rollback(),
                options.notificationArns(),
                List.of(),
                options.mode());
    }

    /** What the template refers to in its own artifact is uploaded, and referred to where it is then. */
    private String packaged(ActionContext context, CloudFormationConfiguration configuration)
            throws IOException, StackFailure {
        ArtifactPath path = configuration.template().orElseThrow();
        try {
            return TemplatePackager.pack(
                            context.inputDirectory(path.artifact()),
                            path.path(),
                            files,
                            context.scope(),
                            context.workDirectory())
                    .body();
        } catch (PackagingException e) {
            throw new StackFailure("PEN-STACK-019", e.getMessage() + " Nothing was changed.");
        }
    }
}
