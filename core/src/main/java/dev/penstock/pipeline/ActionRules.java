package dev.penstock.pipeline;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules of a single action: its fields, and what its provider takes. */
final class ActionRules {

    private static final int LONGEST_KEY = 50;
    private static final int LONGEST_VALUE = 1000;

    private final Judge judge;

    ActionRules(Judge judge) {
        this.judge = judge;
    }

    void check(ActionDeclaration action, String path) {
        judge.text(path + "/name", action.name(), "The action's name", 100, Characters.NAME);
        judge.range(path + "/runOrder", action.runOrder(), "The run order", 1, 999);
        judge.text(path + "/actionTypeId/provider", action.type().provider(), "The provider", 35, Characters.PROVIDER);
        judge.text(path + "/actionTypeId/version", action.type().version(), "The version", 9, Characters.NAME);
        action.namespace()
                .ifPresent(name -> judge.text(path + "/namespace", name, "The namespace", 100, Characters.NAMESPACE));
        action.roleArn().ifPresent(arn -> PipelineRules.roleArn(path + "/roleArn", arn, judge));
        action.region().ifPresent(region -> judge.text(path + "/region", region, "The Region", 30, Characters.NAME));
        configuration(action, path + "/configuration");
        lists(action, path);
        timeout(action, path);
        if (isTypeKnown(action, path)
                && Characters.PROVIDER.allowsAll(action.type().provider())) {
            type(action, path);
        }
    }

    private boolean isTypeKnown(ActionDeclaration action, String path) {
        return !action.type().provider().isEmpty()
                && judge.isKnown(path + "/actionTypeId/category")
                && judge.isKnown(path + "/actionTypeId/owner")
                && judge.isKnown(path + "/actionTypeId/provider");
    }

    private void configuration(ActionDeclaration action, String path) {
        action.configuration().forEach((key, value) -> {
            String at = Judge.at(path, key);
            if (key.length() > LONGEST_KEY || key.isEmpty()) {
                judge.report(
                        ProblemType.PIPELINE_TEXT,
                        at,
                        "The key has " + key.length() + " characters.",
                        "1 to " + LONGEST_KEY + " are allowed.");
            }
            judge.text(at, value, "The value of " + key, LONGEST_VALUE, Characters.ANY);
        });
    }

    private void lists(ActionDeclaration action, String path) {
        judge.count(path + "/commands", action.commands().size(), "commands", 0, 50);
        for (int i = 0; i < action.commands().size(); i++) {
            String at = path + "/commands/" + i;
            String command = action.commands().get(i);
            judge.text(at, command, "The command", LONGEST_VALUE, Characters.ANY);
            if (command.strip().indexOf('\n') >= 0) {
                judge.report(
                        ProblemType.PIPELINE_TEXT,
                        at,
                        "The command has several lines.",
                        "Write each line as a command of its own, or join them with && or ;.");
            }
        }
        judge.count(
                path + "/environmentVariables", action.environmentVariables().size(), "environment variables", 0, 10);
        for (int i = 0; i < action.environmentVariables().size(); i++) {
            EnvironmentVariable variable = action.environmentVariables().get(i);
            String at = path + "/environmentVariables/" + i;
            judge.text(at + "/name", variable.name(), "The variable's name", 128, Characters.ENVIRONMENT);
            judge.text(at + "/value", variable.value(), "The variable's value", 2000, Characters.ANY);
        }
        judge.count(path + "/outputVariables", action.outputVariables().size(), "output variables", 0, 15);
        for (int i = 0; i < action.outputVariables().size(); i++) {
            judge.text(
                    path + "/outputVariables/" + i,
                    action.outputVariables().get(i),
                    "The variable's name",
                    128,
                    Characters.VARIABLE_KEY);
        }
    }

    private void timeout(ActionDeclaration action, String actionPath) {
        String path = actionPath + "/timeoutInMinutes";
        if (action.timeoutInMinutes().isEmpty()) {
            return;
        }
        judge.range(path, action.timeoutInMinutes().getAsInt(), "The timeout", 5, 86_400);
        if (isTypeKnown(action, actionPath) && action.type().category() != ActionCategory.APPROVAL) {
            notAllowed(path, "timeoutInMinutes is for manual approvals only.");
        }
    }

    private void notAllowed(String path, String message) {
        judge.report(ProblemType.ACTION_FIELD_NOT_ALLOWED, path, message, "Remove it here.");
    }

    private void type(ActionDeclaration action, String path) {
        ActionTypeId id = action.type();
        boolean versionIsKnown = judge.isKnown(path + "/actionTypeId/version");
        Optional<ActionTypeDescription> known = ActionTypeCatalogue.find(
                versionIsKnown ? id : new ActionTypeId(id.category(), id.owner(), id.provider(), "1"));
        if (known.isPresent()) {
            described(action, known.get(), path);
            return;
        }
        // Anybody can make custom types; which partners' types there are differs between accounts.
        if (id.owner() != ActionOwner.AWS) {
            return;
        }
        List<ActionCategory> elsewhere = ActionTypeCatalogue.categoriesOf(ActionOwner.AWS, id.provider());
        if (elsewhere.contains(id.category())) {
            judge.report(
                    ProblemType.ACTION_VERSION,
                    path + "/actionTypeId/version",
                    "The provider " + id.provider() + " has no version '" + id.version() + "'.",
                    "All of AWS's own action types have version 1.");
        } else if (!elsewhere.isEmpty()) {
            String categories = elsewhere.stream().map(ActionCategory::declared).collect(Collectors.joining(" or "));
            judge.report(
                    ProblemType.ACTION_PROVIDER,
                    path + "/actionTypeId/category",
                    "The provider " + id.provider() + " has no actions of the category "
                            + id.category().declared() + ".",
                    "Its category is " + categories + ".");
        } else {
            List<String> providers = ActionTypeCatalogue.providers(ActionOwner.AWS, id.category());
            judge.report(
                    ProblemType.ACTION_PROVIDER,
                    path + "/actionTypeId/provider",
                    "AWS has no provider '" + id.provider() + "' of the category "
                            + id.category().declared() + ".",
                    DidYouMean.hint(id.provider(), providers));
        }
    }

    private void described(ActionDeclaration action, ActionTypeDescription type, String path) {
        keys(action, type, path);
        artifacts(action, type, path);
        boolean commands = type.id().category() == ActionCategory.COMPUTE;
        if (commands && action.commands().isEmpty() && judge.isKnown(path + "/commands")) {
            judge.report(
                    ProblemType.ACTION_KEY_MISSING,
                    path,
                    "The action '" + action.name() + "' has no commands.",
                    "Add a list 'commands' beside its configuration.");
        }
        if (!commands && !action.commands().isEmpty()) {
            notAllowed(path + "/commands", "Only actions of the provider Commands take commands.");
        }
        if (!commands && !action.outputVariables().isEmpty()) {
            notAllowed(path + "/outputVariables", "Only actions of the provider Commands take outputVariables.");
        }
        for (int i = 0; i < action.outputArtifacts().size(); i++) {
            int files = action.outputArtifacts().get(i).files().size();
            String at = path + "/outputArtifacts/" + i + "/files";
            judge.count(at, files, "file patterns", 0, 10);
            if (!commands && files > 0) {
                notAllowed(at, "Only actions of the provider Commands choose the files of an artifact.");
            }
        }
        boolean secrets = action.environmentVariables().stream()
                .anyMatch(variable -> variable.type() == EnvironmentVariableType.SECRETS_MANAGER);
        if (!commands && secrets) {
            notAllowed(
                    path + "/environmentVariables",
                    "Only actions of the provider Commands take environment variables of the type SECRETS_MANAGER.");
        }
        if (type.id().provider().equals("CodeBuild")) {
            primarySource(action, path);
        }
    }

    private void keys(ActionDeclaration action, ActionTypeDescription type, String path) {
        Map<String, String> configuration = action.configuration();
        String at = path + "/configuration";
        for (String key : type.requiredKeys()) {
            if (!configuration.containsKey(key) && judge.isKnown(at)) {
                judge.report(
                        ProblemType.ACTION_KEY_MISSING,
                        at,
                        "The configuration of '" + action.name() + "' lacks " + key + ".",
                        "Actions of the type " + type.id() + " need it.");
            }
        }
        Set<String> known = type.keys();
        for (String key : configuration.keySet()) {
            if (known.contains(key) || !type.keysAreComplete()) {
                continue;
            }
            Optional<String> near = DidYouMean.among(key, known);
            if (near.isPresent()) {
                judge.report(
                        ProblemType.ACTION_KEY_MISSPELT,
                        Judge.at(at, key),
                        "'" + key + "' is no key of " + type.id() + ".",
                        "Did you mean '" + near.get() + "'?");
            } else {
                judge.report(
                        ProblemType.ACTION_KEY_UNKNOWN,
                        Judge.at(at, key),
                        "'" + key + "' is no key that " + type.id() + " is known to take.",
                        known.isEmpty() ? "It takes none." : "Known are " + String.join(", ", known) + ".");
            }
        }
    }

    private void artifacts(ActionDeclaration action, ActionTypeDescription type, String path) {
        int inputs = action.inputArtifacts().size();
        if (!type.inputs().allows(inputs) && judge.isKnown(path + "/inputArtifacts")) {
            judge.report(
                    ProblemType.ACTION_ARTIFACT_COUNT,
                    path + "/inputArtifacts",
                    "The action '" + action.name() + "' has " + inputs + " input artifacts.",
                    type.id() + " takes " + type.inputs() + ".");
        }
        int outputs = action.outputArtifacts().size();
        if (!type.outputs().allows(outputs) && judge.isKnown(path + "/outputArtifacts")) {
            judge.report(
                    ProblemType.ACTION_ARTIFACT_COUNT,
                    path + "/outputArtifacts",
                    "The action '" + action.name() + "' has " + outputs + " output artifacts.",
                    type.id() + " puts out " + type.outputs() + ".");
        } else if (type.id().provider().equals("ECRBuildAndPublish") && outputs > 0) {
            judge.report(
                    ProblemType.ACTION_IMAGE_ARTIFACT,
                    path + "/outputArtifacts",
                    "CodePipeline gives this action no output artifact; Penstock writes imageDetail.json and"
                            + " imagedefinitions.json into it.");
        }
    }

    private void primarySource(ActionDeclaration action, String path) {
        Optional<String> primary = Optional.ofNullable(action.configuration().get("PrimarySource"));
        if (primary.isEmpty() && action.inputArtifacts().size() > 1 && judge.isKnown(path + "/configuration")) {
            judge.report(
                    ProblemType.ACTION_KEY_MISSING,
                    path + "/configuration",
                    "The configuration of '" + action.name() + "' lacks PrimarySource.",
                    "With several input artifacts, it names the one that the buildspec is in.");
        }
        primary.filter(name -> !action.inputArtifacts().contains(name))
                .filter(name -> judge.isKnown(path + "/configuration/PrimarySource"))
                .ifPresent(name -> judge.report(
                        ProblemType.ACTION_PRIMARY_SOURCE,
                        path + "/configuration/PrimarySource",
                        "The primary source '" + name + "' is none of the action's input artifacts.",
                        DidYouMean.hint(name, action.inputArtifacts())));
    }
}
