package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.DynamicReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that make text: Sub, Join, Split, Select, Base64, ImportValue. */
final class TextFunctions {

    private final Evaluator evaluator;
    private final References references;
    private final Placeholders placeholders;

    TextFunctions(Evaluator evaluator, References references, Placeholders placeholders) {
        this.evaluator = evaluator;
        this.references = references;
        this.placeholders = placeholders;
    }

    SourceNode sub(SourceNode argument, SourceSpan span) {
        if (argument instanceof SourceNode.Scalar text) {
            return sub(text, Map.of(), span);
        }
        List<SourceNode> parts = evaluator.arguments(argument, span, 2, 2, "Fn::Sub: [text, {Name: value}]");
        if (parts.isEmpty()
                || !(parts.getFirst() instanceof SourceNode.Scalar text)
                || !(parts.getLast() instanceof SourceNode.Mapping mapping)) {
            return evaluator.wrong(
                    span, "Fn::Sub takes a text, or a text and a mapping.", "Write Fn::Sub: [text, {Name: value}].");
        }
        Map<String, SourceNode> own = new LinkedHashMap<>();
        for (SourceNode.Entry entry : mapping.entries()) {
            evaluator.evaluate(entry.value()).ifPresent(value -> own.put(entry.name(), value));
        }
        return sub(text, own, span);
    }

    private SourceNode sub(SourceNode.Scalar pattern, Map<String, SourceNode> own, SourceSpan span) {
        String template = pattern.text();
        StringBuilder out = new StringBuilder();
        List<String> unknown = new ArrayList<>();
        int at = 0;
        while (true) {
            int start = template.indexOf("${", at);
            int end = start < 0 ? -1 : template.indexOf('}', start);
            if (end < 0) {
                out.append(template, at, template.length());
                break;
            }
            out.append(template, at, start);
            String name = template.substring(start + 2, end).strip();
            if (name.startsWith("!")) {
                out.append("${").append(name, 1, name.length()).append('}');
            } else {
                append(out, unknown, value(name, own, pattern.span()));
            }
            at = end + 1;
            if (out.length() > 1 << 20) {
                return evaluator.wrong(span, "Fn::Sub makes more than 1 MiB of text.", "Use shorter values.");
            }
        }
        if (unknown.isEmpty()) {
            DynamicReference.in(out.toString()).forEach(reference -> unknown.add(reference.written()));
        }
        return evaluator.text(span, out.toString(), unknown);
    }

    private SourceNode value(String name, Map<String, SourceNode> own, SourceSpan span) {
        SourceNode mapped = own.get(name);
        return mapped == null ? references.named(name, span, evaluator) : mapped;
    }

    private void append(StringBuilder out, List<String> unknown, SourceNode value) {
        boolean empty =
                value instanceof SourceNode.Scalar scalar && scalar.text().isEmpty();
        placeholders.expressionOf(value).filter(expression -> !empty).ifPresent(unknown::add);
        switch (value) {
            case SourceNode.Scalar scalar -> out.append(scalar.text());
            case SourceNode.Sequence sequence -> {
                // A list parameter inside a text is its elements with commas between.
                for (int i = 0; i < sequence.items().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    append(out, unknown, sequence.items().get(i));
                }
            }
            case SourceNode.Mapping mapping ->
                append(
                        out,
                        unknown,
                        evaluator.wrong(
                                mapping.span(), "A mapping cannot stand inside text.", "Use a text or a number."));
        }
    }

    SourceNode join(SourceNode argument, SourceSpan span) {
        List<SourceNode> parts = evaluator.arguments(argument, span, 2, 2, "Fn::Join: [delimiter, [values]]");
        if (parts.isEmpty()) {
            return placeholders.make(span, "${?}", "Fn::Join");
        }
        String delimiter =
                evaluator.scalar(parts.getFirst()).map(SourceNode.Scalar::text).orElse("");
        Optional<SourceNode> values = evaluator.evaluate(parts.getLast());
        if (values.isPresent() && values.get() instanceof SourceNode.Sequence sequence) {
            StringBuilder out = new StringBuilder();
            List<String> unknown = new ArrayList<>();
            placeholders.expressionOf(sequence).ifPresent(unknown::add);
            for (int i = 0; i < sequence.items().size(); i++) {
                out.append(i == 0 ? "" : delimiter);
                append(out, unknown, sequence.items().get(i));
            }
            return evaluator.text(span, out.toString(), unknown);
        }
        return unknownOr(values, span, "Fn::Join joins the elements of a list.");
    }

    SourceNode split(SourceNode argument, SourceSpan span) {
        List<SourceNode> parts = evaluator.arguments(argument, span, 2, 2, "Fn::Split: [delimiter, text]");
        if (parts.isEmpty()) {
            return placeholders.make(span, "${?}", "Fn::Split");
        }
        String delimiter =
                evaluator.scalar(parts.getFirst()).map(SourceNode.Scalar::text).orElse("");
        Optional<SourceNode> text = evaluator.evaluate(parts.getLast());
        if (!delimiter.isEmpty()
                && text.isPresent()
                && text.get() instanceof SourceNode.Scalar scalar
                && !placeholders.isUnknown(scalar)) {
            return evaluator.list(span, pieces(scalar.text(), delimiter));
        }
        return unknownOr(text, span, "Fn::Split splits a text at a delimiter that is not empty.");
    }

    private static List<String> pieces(String text, String delimiter) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int next = text.indexOf(delimiter); next >= 0; next = text.indexOf(delimiter, at)) {
            pieces.add(text.substring(at, next));
            at = next + delimiter.length();
        }
        pieces.add(text.substring(at));
        return pieces;
    }

    SourceNode select(SourceNode argument, SourceSpan span) {
        List<SourceNode> parts = evaluator.arguments(argument, span, 2, 2, "Fn::Select: [index, [values]]");
        if (parts.isEmpty()) {
            return placeholders.make(span, "${?}", "Fn::Select");
        }
        Optional<SourceNode.Scalar> index = evaluator.scalar(parts.getFirst());
        Optional<SourceNode> values = evaluator.evaluate(parts.getLast());
        boolean unknownIndex = index.isPresent() && placeholders.isUnknown(index.get());
        if (!unknownIndex
                && index.isPresent()
                && values.isPresent()
                && values.get() instanceof SourceNode.Sequence sequence
                && !placeholders.isUnknown(sequence)) {
            int at = parseIndex(index.get().text());
            if (at >= 0 && at < sequence.items().size()) {
                return sequence.items().get(at);
            }
            return evaluator.wrong(
                    span,
                    "Fn::Select asks for element " + index.get().text() + " of "
                            + sequence.items().size() + ".",
                    "Elements are counted from 0.");
        }
        return unknownOr(
                unknownIndex ? index.map(scalar -> scalar) : values, span, "Fn::Select picks an element of a list.");
    }

    private static int parseIndex(String text) {
        boolean digits = !text.isEmpty() && text.length() < 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    SourceNode base64(SourceNode argument, SourceSpan span) {
        Optional<SourceNode.Scalar> text = evaluator.scalar(argument);
        if (text.isPresent() && !placeholders.isUnknown(text.get())) {
            byte[] bytes = text.get().text().getBytes(StandardCharsets.UTF_8);
            return evaluator.text(span, Base64.getEncoder().encodeToString(bytes), List.of());
        }
        return unknownOr(text.map(scalar -> scalar), span, "Fn::Base64 takes text.");
    }

    SourceNode importValue(SourceNode argument, SourceSpan span) {
        Optional<SourceNode.Scalar> name = evaluator.scalar(argument);
        if (name.isEmpty()) {
            return evaluator.wrong(
                    span, "Fn::ImportValue takes the name of an export.", "Write Fn::ImportValue: name.");
        }
        String expression = placeholders
                .expressionOf(name.get())
                .filter(open -> open.startsWith(References.PARAMETER))
                .orElse("Fn::ImportValue " + name.get().text());
        return Optional.of(name.get())
                .filter(known -> !placeholders.isUnknown(known))
                .flatMap(known -> references.lookedUp(known.text(), expression, span))
                .orElseGet(() -> placeholders.make(span, "${" + name.get().text() + "}", expression));
    }

    /** A placeholder for a function whose argument is not known; a mistake when it is known and does not fit. */
    private SourceNode unknownOr(Optional<SourceNode> argument, SourceSpan span, String usage) {
        Optional<String> expression = argument.flatMap(placeholders::expressionOf);
        if (expression.isPresent() && DynamicReference.isIn(expression.get())) {
            // What would come of the value cannot be said by a reference to it.
            return placeholders.make(span, "${part of a reference}", "a function of " + expression.get());
        }
        if (expression.isPresent()) {
            return placeholders.make(span, "${" + expression.get() + "}", expression.get());
        }
        return evaluator.wrong(span, usage, "See the function's page in the CloudFormation User Guide.");
    }
}
