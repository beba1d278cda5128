package dev.penstock.document;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Takes the fields of a mapping one by one, checks their types, and at the {@linkplain #end() end} reports those that
 * nobody asked for. A field with the value null counts as not there. Every problem has the place of the value it is about.
 */
public final class Fields {

    private static final Pattern QUOTED = Pattern.compile("-?[0-9]{1,18}|true|false");

    private final SourceNode.Mapping mapping;
    private final String path;
    private final FieldContext context;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean broken;

    private Fields(SourceNode.Mapping mapping, String path, FieldContext context) {
        this.mapping = mapping;
        this.path = path;
        this.context = context;
    }

    /**
     * The fields of a node; a node that is no mapping is reported and has none.
     *
     * @param path the node's path in the document, empty for the root
     */
    public static Fields of(SourceNode node, String path, FieldContext context) {
        context.visitor().accept(path, node);
        if (node instanceof SourceNode.Mapping mapping) {
            return new Fields(mapping, path, context);
        }
        wrongType(context, node, path, "a mapping");
        // Its fields are not missing besides: one problem is enough.
        Fields none = new Fields(new SourceNode.Mapping(node.span(), List.of()), path, context);
        none.broken = true;
        return none;
    }

    /** The path of this mapping in the document. */
    public String path() {
        return path;
    }

    /** The path of a field of this mapping, or of an element of a list at this path. */
    public static String child(String path, Object name) {
        return path + "/" + name.toString().replace("~", "~0").replace("/", "~1");
    }

    /** Where this mapping stands. */
    public SourceSpan span() {
        return mapping.span();
    }

    /** Where a field's value stands; where the mapping stands when the field is not there. */
    public SourceSpan span(String name) {
        return peek(name).map(SourceNode::span).orElse(mapping.span());
    }

    /** The value of a field, whatever it is. */
    public Optional<SourceNode> node(String name) {
        known.add(name);
        Optional<SourceNode> node = peek(name);
        node.ifPresent(present -> context.visitor().accept(child(path, name), present));
        return node;
    }

    private Optional<SourceNode> peek(String name) {
        return mapping.get(context.written().apply(name)).filter(node -> !node.isNull());
    }

    /** Whether a field is there. */
    public boolean has(String name) {
        return peek(name).isPresent();
    }

    /** Reports a field that is not there. */
    public void requirePresent(String name) {
        known.add(name);
        if (!has(name) && !broken) {
            String written = context.written().apply(name);
            context.problems()
                    .report(context.missing(), mapping.span(), child(path, name), "'" + written + "' is missing here.");
        }
    }

    /** The text of a field. */
    public Optional<String> text(String name) {
        return node(name).flatMap(node -> asText(node, child(path, name)));
    }

    /** The text of a field; reported, and empty, when it is not there. */
    public String requireText(String name) {
        requirePresent(name);
        return text(name).orElse("");
    }

    /** The whole number of a field. */
    public OptionalInt integer(String name) {
        Optional<SourceNode> node = node(name);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        if (node.get() instanceof SourceNode.Scalar scalar) {
            SourceNode.Scalar number = context.coercion() == FieldContext.Coercion.BOTH_WAYS ? retyped(scalar) : scalar;
            OptionalInt value = number.asInt();
            if (value.isPresent()) {
                return value;
            }
            if (number.type() == ScalarType.INTEGER) {
                String message = "The number " + Words.shorten(number.text()) + " is too large or too small.";
                context.problems().report(context.wrongType(), number.span(), child(path, name), message);
                return value;
            }
        }
        wrongType(context, node.get(), child(path, name), "a whole number");
        return OptionalInt.empty();
    }

    /** The boolean of a field. */
    public Optional<Boolean> bool(String name) {
        Optional<SourceNode> node = node(name);
        if (node.isPresent() && node.get() instanceof SourceNode.Scalar scalar) {
            SourceNode.Scalar bool = context.coercion() == FieldContext.Coercion.BOTH_WAYS ? retyped(scalar) : scalar;
            if (bool.asBoolean().isPresent()) {
                return bool.asBoolean();
            }
        }
        node.ifPresent(present -> wrongType(context, present, child(path, name), "true or false"));
        return Optional.empty();
    }

    private static SourceNode.Scalar retyped(SourceNode.Scalar scalar) {
        return new SourceNode.Scalar(scalar.span(), Scalars.resolve(scalar.text()), scalar.text());
    }

    /** The fields of a mapping that is the value of a field. */
    public Optional<Fields> mapping(String name) {
        return node(name).map(node -> of(node, child(path, name), context));
    }

    /** The elements of a list, each made from its node and path; null elements are reported. */
    public <T> List<T> list(String name, BiFunction<SourceNode, String, T> element) {
        Optional<SourceNode> node = node(name);
        if (node.isEmpty()) {
            return List.of();
        }
        String listPath = child(path, name);
        if (!(node.get() instanceof SourceNode.Sequence sequence)) {
            wrongType(context, node.get(), listPath, "a list");
            return List.of();
        }
        List<T> elements = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            elements.add(element.apply(sequence.items().get(i), child(listPath, i)));
        }
        return elements;
    }

    /** The texts of a list of text. */
    public List<String> texts(String name) {
        return list(name, (node, at) -> {
            context.visitor().accept(at, node);
            return asText(node, at).orElse("");
        });
    }

    /** The entries of a mapping from names to text, in the order written. */
    public Map<String, String> textMap(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        entries(name)
                .forEach((key, node) ->
                        asText(node, child(child(path, name), key)).ifPresent(text -> map.put(key, text)));
        return map;
    }

    /** The entries of a mapping from names that the user chooses to anything, in the order written. */
    public Map<String, SourceNode> entries(String name) {
        Optional<SourceNode> node = node(name);
        Map<String, SourceNode> map = new LinkedHashMap<>();
        if (node.isPresent() && node.get() instanceof SourceNode.Mapping inner) {
            for (SourceNode.Entry entry : inner.entries()) {
                if (!entry.value().isNull()) {
                    context.visitor().accept(child(child(path, name), entry.name()), entry.value());
                    map.put(entry.name(), entry.value());
                }
            }
        } else {
            node.ifPresent(present -> wrongType(context, present, child(path, name), "a mapping"));
        }
        return map;
    }

    private Optional<String> asText(SourceNode node, String at) {
        if (node instanceof SourceNode.Scalar scalar && scalar.type() != ScalarType.NULL) {
            if (scalar.type() == ScalarType.STRING || context.coercion() != FieldContext.Coercion.NONE) {
                return Optional.of(scalar.text());
            }
            context.problems()
                    .report(
                            context.wrongType(),
                            node.span(),
                            at,
                            "Text is wanted here; this is " + node.description() + ".",
                            "Write \"" + scalar.text() + "\".");
            return Optional.empty();
        }
        wrongType(context, node, at, "text");
        return Optional.empty();
    }

    private static void wrongType(FieldContext context, SourceNode node, String at, String wanted) {
        if (context.placeholder().test(node)) {
            return;
        }
        String message = Character.toUpperCase(wanted.charAt(0)) + wanted.substring(1) + " is wanted here; this is "
                + node.description() + ".";
        if (node instanceof SourceNode.Scalar scalar && isQuoted(scalar)) {
            context.problems()
                    .report(
                            context.wrongType(),
                            node.span(),
                            at,
                            message,
                            "Write " + scalar.text() + " without quotes.");
        } else {
            context.problems().report(context.wrongType(), node.span(), at, message);
        }
    }

    /** A number or a boolean that quotes make text. */
    private static boolean isQuoted(SourceNode.Scalar scalar) {
        return scalar.type() == ScalarType.STRING
                && QUOTED.matcher(scalar.text()).matches();
    }

    /** Declares fields that may be there and are not looked at. */
    public Fields ignore(String... names) {
        known.addAll(List.of(names));
        return this;
    }

    /** Reports the fields that nobody asked for. */
    public void end() {
        List<String> names = known.stream().map(context.written()).toList();
        for (SourceNode.Entry entry : mapping.entries()) {
            if (!names.contains(entry.name())) {
                report(context.unknown(), entry, names);
            }
        }
    }

    private void report(ProblemType type, SourceNode.Entry entry, List<String> names) {
        context.problems()
                .report(
                        type,
                        entry.key().span(),
                        child(path, entry.name()),
                        "'" + Words.shorten(entry.name()) + "' is not a field of this.",
                        DidYouMean.hint(entry.name(), names));
    }
}
