package dev.penstock.stack;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template configuration file: {@code {"Parameters": {…}, "Tags": {…}, "StackPolicy": {…}}} ("Use CloudFormation artifacts",
 * AWS CloudFormation User Guide).
 *
 * @param parameters values by parameter
 * @param tags tags of the stack
 * @param stackPolicy as JSON
 */
record TemplateConfigurationFile(
        Map<String, Placed> parameters, Map<String, String> tags, Optional<String> stackPolicy) {

    /** Nothing is configured. */
    static final TemplateConfigurationFile EMPTY = new TemplateConfigurationFile(Map.of(), Map.of(), Optional.empty());

    private static final List<String> KEYS = List.of("Parameters", "Tags", "StackPolicy");
    private static final int MOST_TAGS = 50;

    /**
     * A value and its place.
     *
     * @param value the value
     * @param place where it is written
     */
    record Placed(String value, SourceSpan place) {}

    static TemplateConfigurationFile read(SourceText source) throws StackFailure {
        Problems problems = new Problems();
        Optional<SourceNode> root = DocumentReader.read(source, problems);
        List<String> wrong = new ArrayList<>();
        problems.list().forEach(problem -> wrong.add(problem.span() + ": " + problem.message()));
        Map<String, Placed> parameters = new LinkedHashMap<>();
        Map<String, String> tags = new LinkedHashMap<>();
        Optional<String> policy = Optional.empty();
        if (root.isPresent() && root.get() instanceof SourceNode.Mapping file) {
            for (SourceNode.Entry entry : file.entries()) {
                if (!KEYS.contains(entry.name())) {
                    wrong.add(entry.key().span() + ": There is no '" + entry.name() + "' in a template configuration. "
                            + DidYouMean.hint(entry.name(), KEYS));
                }
            }
            texts(file, "Parameters", wrong).forEach(parameters::put);
            texts(file, "Tags", wrong).forEach((key, value) -> tags.put(key, value.value()));
            policy = policy(file, wrong);
            if (tags.size() > MOST_TAGS) {
                wrong.add(file.span() + ": A stack has at most " + MOST_TAGS + " tags, and here are " + tags.size()
                        + ".");
            }
        } else if (root.isPresent()) {
            wrong.add(root.get().span() + ": This is " + root.get().description() + "; an object is needed.");
        }
        if (!wrong.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-003",
                    "The template configuration " + source.file() + " is wrong: " + wrong.getFirst()
                            + " Nothing was changed.",
                    wrong);
        }
        return new TemplateConfigurationFile(parameters, tags, policy);
    }

    private static Map<String, Placed> texts(SourceNode.Mapping file, String section, List<String> wrong) {
        Map<String, Placed> texts = new LinkedHashMap<>();
        Optional<SourceNode> node = file.get(section).filter(value -> !value.isNull());
        if (node.isPresent() && node.get() instanceof SourceNode.Mapping mapping) {
            for (SourceNode.Entry entry : mapping.entries()) {
                if (entry.value() instanceof SourceNode.Scalar scalar && !scalar.isNull()) {
                    texts.put(entry.name(), new Placed(scalar.text(), scalar.span()));
                } else {
                    wrong.add(entry.value().span() + ": The value of '" + entry.name() + "' is "
                            + entry.value().description() + "; text is needed, of a list its values joined by commas.");
                }
            }
        } else if (node.isPresent()) {
            wrong.add(node.get().span() + ": '" + section + "' is " + node.get().description()
                    + "; an object is needed.");
        }
        return texts;
    }

    private static Optional<String> policy(SourceNode.Mapping file, List<String> wrong) {
        Optional<SourceNode> node = file.get("StackPolicy").filter(value -> !value.isNull());
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof SourceNode.Mapping policy
                && policy.get("Statement")
                        .filter(SourceNode.Sequence.class::isInstance)
                        .isPresent()) {
            return Optional.of(SourceNodeJson.text(policy));
        }
        wrong.add(node.get().span() + ": A stack policy is an object with a list 'Statement'.");
        return Optional.empty();
    }
}
