package dev.penstock.stack.set;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.BundleReader;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.execution.ActionFailure;
import dev.penstock.pipeline.ParameterFile;
import dev.penstock.problem.Problems;
import dev.penstock.stack.ArtifactPath;
import dev.penstock.stack.ParameterValue;
import dev.penstock.stack.TemplateSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the artifacts and the configuration of an action say of a stack set. */
final class StackSetInputs {

    /** The shorthand of the AWS CLI: {@code ParameterKey=Size,ParameterValue=4 ParameterKey=…}. */
    private static final Pattern SHORTHAND = Pattern.compile(
            "ParameterKey=([^,\\s]+),(?:ParameterValue=(.*?)|UsePreviousValue=(true|false))(?=\\s+ParameterKey=|\\s*$)");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private StackSetInputs() {}

    static StackSetDefinition definition(ActionContext context, StackSetConfiguration configuration)
            throws IOException, StackSetFailure {
        byte[] template = file(context, configuration.template().orElseThrow());
        return new StackSetDefinition(
                configuration.set(),
                configuration.description(),
                new TemplateSource.Body(new String(template, StandardCharsets.UTF_8)),
                parameters(context, configuration),
                configuration.capabilities(),
                configuration.permissionModel(),
                configuration.administrationRoleArn(),
                configuration.executionRoleName(),
                configuration.autoDeployment());
    }

    static StackSetTargets targets(ActionContext context, StackSetConfiguration configuration)
            throws IOException, StackSetFailure {
        String written = configuration.targets().orElse("");
        Optional<ArtifactPath> path = ArtifactPath.of(written);
        List<String> named = path.isPresent() ? texts(context, path.get()) : StackSetKeys.list(Optional.of(written));
        List<String> accounts = new ArrayList<>();
        List<String> units = new ArrayList<>();
        for (String each : named) {
            if (ACCOUNT.matcher(each).matches()) {
                accounts.add(each);
            } else if (each.startsWith("ou-") || each.startsWith("r-")) {
                units.add(each);
            } else {
                throw wrong(
                        "'" + each + "' in DeploymentTargets is neither an account of 12 digits nor an organizational"
                                + " unit (ou-…).");
            }
        }
        return new StackSetTargets(accounts, units, configuration.regions());
    }

    private static List<String> texts(ActionContext context, ArtifactPath path) throws IOException, StackSetFailure {
        Problems problems = new Problems();
        Optional<SourceNode> root = DocumentReader.read(SourceText.of(path.path(), file(context, path)), problems);
        List<String> texts = new ArrayList<>();
        if (root.isPresent() && root.get() instanceof SourceNode.Sequence list) {
            for (SourceNode item : list.items()) {
                if (item instanceof SourceNode.Scalar scalar) {
                    texts.add(scalar.text());
                }
            }
        }
        if (problems.hasErrors() || texts.isEmpty()) {
            String where = problems.list().isEmpty()
                    ? path.path()
                    : problems.list().getFirst().span() + ": "
                            + problems.list().getFirst().message();
            throw wrong(where + ": A list of accounts or organizational units is needed.");
        }
        return texts;
    }

    static Map<String, ParameterValue> parameters(ActionContext context, StackSetConfiguration configuration)
            throws IOException, StackSetFailure {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        String written = configuration.parameters().orElse("").strip();
        if (written.startsWith("ParameterKey=")) {
            Matcher matcher = SHORTHAND.matcher(written);
            int end = 0;
            while (matcher.find()) {
                String value = matcher.group(2);
                parameters.put(
                        matcher.group(1),
                        value == null ? new ParameterValue.Previous() : new ParameterValue.Given(value));
                end = matcher.end();
            }
            if (end < written.length()) {
                throw wrong("The parameters cannot be read from '" + written.substring(end) + "' on.");
            }
            return parameters;
        }
        if (!written.isEmpty()) {
            Optional<ArtifactPath> path = ArtifactPath.of(written);
            if (path.isEmpty()) {
                throw wrong("The parameters '" + written
                        + "' are neither ParameterKey=…,ParameterValue=… nor a file of an" + " artifact.");
            }
            Problems problems = new Problems();
            ParameterFile.read(SourceText.of(path.get().path(), file(context, path.get())), problems)
                    .forEach((name, value) -> parameters.put(name, new ParameterValue.Given(value)));
            if (problems.hasErrors()) {
                throw wrong(problems.list().getFirst().span() + ": "
                        + problems.list().getFirst().message());
            }
        }
        return parameters;
    }

    private static byte[] file(ActionContext context, ArtifactPath path) throws IOException, StackSetFailure {
        Optional<byte[]> bytes = context.inputs().containsKey(path.artifact())
                ? new BundleReader().file(context.inputBundle(path.artifact()), path.path(), TemplateSource.LARGEST)
                : Optional.empty();
        return bytes.orElseThrow(() -> wrong("There is no file " + path + "."));
    }

    private static StackSetFailure wrong(String message) {
        return new StackSetFailure(ActionFailure.failed("PEN-STACK-020", message + " Nothing was changed."));
    }
}
