package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.TemplateSummaries;
import dev.penstock.simulator.service.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** What can be asked about templates. */
final class TemplateQueries {

    private final Stacks stacks;
    private final ChangeSets sets;
    private final Templates templates;
    private final TemplateSource source;
    private final StackSetOperations stackSets;

    TemplateQueries(
            Stacks stacks, ChangeSets sets, Templates templates, TemplateSource source, StackSetOperations stackSets) {
        this.stacks = stacks;
        this.sets = sets;
        this.templates = templates;
        this.source = source;
        this.stackSets = stackSets;
    }

    GetTemplateResponse get(Call call, GetTemplateRequest request) {
        StackRow stack;
        if (request.changeSetName() != null) {
            ChangeSetRow set = sets.get(
                    call,
                    request.changeSetName(),
                    request.stackName(),
                    "StackName is required if ChangeSetName is not specified.");
            stack = ChangeSetMaking.applied(templates.stack(set.stackId()), set);
        } else {
            if (request.stackName() == null) {
                throw CloudFormationErrors.validation("StackName is required if ChangeSetName is not specified.");
            }
            stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::withId);
        }
        return GetTemplateResponse.builder()
                .templateBody(body(stack, request.templateStage()))
                .stagesAvailable(TemplateStage.ORIGINAL, TemplateStage.PROCESSED)
                .build();
    }

    /** A stack that was made to be reviewed has no template yet. */
    private String body(StackRow stack, @Nullable TemplateStage stage) {
        boolean processed = stage == null || stage == TemplateStage.PROCESSED;
        return processed
                        && !stack.template().isEmpty()
                        && templates.parse(stack.template()).isRaw()
                ? templates.processed(stack)
                : stack.template();
    }

    ValidateTemplateResponse validate(Call call, ValidateTemplateRequest request) {
        String body = source.template(call, request.templateBody(), request.templateURL())
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Either Template URL or Template Body must be specified."));
        return TemplateSummaries.validated(templates.parse(body));
    }

    GetTemplateSummaryResponse summary(Call call, GetTemplateSummaryRequest request) {
        Optional<String> body = source.template(call, request.templateBody(), request.templateURL());
        Optional<String> known =
                body.or(() -> Optional.ofNullable(request.stackName()).map(name -> {
                    StackRow stack = stacks.get(call.caller(), name, CloudFormationErrors::withId);
                    if (stack.status() == StackStatus.REVIEW_IN_PROGRESS) {
                        throw CloudFormationErrors.validation(
                                "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
                    }
                    return stack.template();
                }));
        String text = known.or(() -> Optional.ofNullable(request.stackSetName()).map(name -> sets(call, name)))
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Template URL, Template Body, Stack Name or Stack Set Name must be specified."));
        return TemplateSummaries.summary(templates.parse(text), templates.schemas());
    }

    private String sets(Call call, String name) {
        return stackSets.get(call.caller(), name).model().templateBody();
    }
}
