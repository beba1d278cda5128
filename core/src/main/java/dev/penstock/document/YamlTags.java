package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Gives YAML tags their meaning: those of the core schema, and CloudFormation's short forms. */
final class YamlTags {

    private static final String CORE = "tag:yaml.org,2002:";

    private final Tags known;
    private final Problems problems;

    YamlTags(Tags known, Problems problems) {
        this.known = known;
        this.problems = problems;
    }

    SourceNode scalar(ScalarEvent event, SourceSpan span) {
        String text = event.getValue();
        Optional<String> tag = event.getTag();
        if (tag.isEmpty()) {
            ScalarType type = event.isPlain() ? Scalars.resolve(text) : ScalarType.STRING;
            return new SourceNode.Scalar(span, type, text);
        }
        String name = tag.get();
        if (name.equals("!") || name.equals(CORE + "str")) {
            return new SourceNode.Scalar(span, ScalarType.STRING, text);
        }
        ScalarType resolved = Scalars.resolve(text);
        if (!name.startsWith(CORE)) {
            return function(
                    name, span, new SourceNode.Scalar(span, event.isPlain() ? resolved : ScalarType.STRING, text));
        }
        boolean fits = switch (name.substring(CORE.length())) {
            case "int" -> resolved == ScalarType.INTEGER;
            case "float" -> resolved == ScalarType.INTEGER || resolved == ScalarType.NUMBER;
            case "bool" -> resolved == ScalarType.BOOLEAN;
            case "null" -> resolved == ScalarType.NULL;
            default -> false;
        };
        if (fits) {
            return new SourceNode.Scalar(span, resolved, text);
        }
        unknown(name, span, "The tag !!" + name.substring(CORE.length()) + " does not fit this value.");
        return new SourceNode.Scalar(span, ScalarType.STRING, text);
    }

    SourceNode collection(CollectionStartEvent event, SourceSpan span, SourceNode content) {
        String name = event.getTag().orElse("!");
        String expected = content instanceof SourceNode.Mapping ? CORE + "map" : CORE + "seq";
        if (name.equals("!") || name.equals(expected)) {
            return content;
        }
        if (!name.startsWith(CORE)) {
            return function(name, span, content);
        }
        unknown(
                name,
                span,
                "The tag !!" + name.substring(CORE.length()) + " does not fit " + content.description() + ".");
        return content;
    }

    private SourceNode function(String tag, SourceSpan span, SourceNode argument) {
        if (known == Tags.COMPOSE && (tag.equals("!reset") || tag.equals("!override"))) {
            SourceNode.Scalar key = new SourceNode.Scalar(span, ScalarType.STRING, tag);
            return new SourceNode.Mapping(span, List.of(new SourceNode.Entry(key, argument)));
        }
        if (known == Tags.CLOUDFORMATION) {
            Optional<String> function = longForm(tag);
            if (function.isPresent()) {
                SourceNode.Scalar key = new SourceNode.Scalar(span, ScalarType.STRING, function.get());
                SourceNode value = tag.equals("!GetAtt") ? attribute(argument) : argument;
                return new SourceNode.Mapping(span, List.of(new SourceNode.Entry(key, value)));
            }
        }
        unknown(tag, span, "The tag " + Words.shorten(tag) + " is not known here.");
        return argument;
    }

    private void unknown(String tag, SourceSpan span, String message) {
        boolean cloudFormation = known == Tags.STANDARD && longForm(tag).isPresent();
        if (cloudFormation) {
            problems.report(
                    ProblemType.YAML_TAG, span, "", message, "CloudFormation's functions work inside templates only.");
        } else {
            problems.report(
                    ProblemType.YAML_TAG, span, "", message, "Remove it, or put text that starts with ! in quotes.");
        }
    }

    /** {@code !GetAtt Resource.Attribute.Name} as the list that the long form takes. */
    private static SourceNode attribute(SourceNode argument) {
        if (argument instanceof SourceNode.Scalar scalar) {
            int dot = scalar.text().indexOf('.');
            if (dot > 0) {
                return new SourceNode.Sequence(
                        scalar.span(),
                        List.of(
                                part(scalar, 0, dot),
                                part(scalar, dot + 1, scalar.text().length())));
            }
        }
        return argument;
    }

    private static SourceNode part(SourceNode.Scalar scalar, int from, int to) {
        return new SourceNode.Scalar(
                scalar.span(), ScalarType.STRING, scalar.text().substring(from, to));
    }

    /** The key of the long form (CloudFormation User Guide, intrinsic function and rule function reference). */
    private static Optional<String> longForm(String tag) {
        return switch (tag) {
            case "!Ref", "!Condition" -> Optional.of(tag.substring(1));
            case "!And",
                    "!Base64",
                    "!Cidr",
                    "!Contains",
                    "!EachMemberEquals",
                    "!EachMemberIn",
                    "!Equals",
                    "!FindInMap",
                    "!GetAtt",
                    "!GetAZs",
                    "!If",
                    "!ImportValue",
                    "!Join",
                    "!Length",
                    "!Not",
                    "!Or",
                    "!RefAll",
                    "!Select",
                    "!Split",
                    "!Sub",
                    "!ToJsonString",
                    "!Transform",
                    "!ValueOf",
                    "!ValueOfAll" -> Optional.of("Fn::" + tag.substring(1));
            default -> Optional.empty();
        };
    }
}
