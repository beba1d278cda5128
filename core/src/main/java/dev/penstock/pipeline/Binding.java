package dev.penstock.pipeline;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.document.FieldContext;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is kept while a tree is bound to records: problems, the place of every value, and what is unresolved. */
final class Binding {

    private final Problems problems;
    private final DeclarationForm form;
    private final Placeholders placeholders;
    private final Map<String, SourceSpan> spans = new HashMap<>();
    private final List<UnresolvedValue> unresolved = new ArrayList<>();

    /** Tells which nodes stand for values that are not known. */
    interface Placeholders {

        /** A declaration in which everything is known. */
        Placeholders NONE = node -> Optional.empty();

        /** What is not known, when the node stands for that. */
        Optional<String> expressionOf(SourceNode node);
    }

    Binding(Problems problems, DeclarationForm form, Placeholders placeholders) {
        this.problems = problems;
        this.form = form;
        this.placeholders = placeholders;
    }

    FieldContext fields() {
        return new FieldContext(
                problems,
                ProblemType.PIPELINE_FIELD_MISSING,
                ProblemType.PIPELINE_FIELD_TYPE,
                ProblemType.PIPELINE_FIELD_UNKNOWN,
                form.coercion(),
                form::written,
                this::visit,
                node -> placeholders.expressionOf(node).isPresent());
    }

    private void visit(String path, SourceNode node) {
        boolean first = spans.put(path, node.span()) == null;
        if (first) {
            placeholders
                    .expressionOf(node)
                    .filter(expression -> !StackValues.isStandIn(expression) || !path.contains("/configuration/"))
                    .ifPresent(expression -> unresolved.add(new UnresolvedValue(path, node.span(), expression)));
        }
    }

    DeclarationForm form() {
        return form;
    }

    /** Reports a word that is none of those allowed, unless it is not known. */
    void unknownWord(String path, String word, List<String> allowed) {
        boolean known = unresolved.stream().noneMatch(value -> value.path().equals(path));
        SourceSpan span = spans.get(path);
        if (known && span != null) {
            problems.report(
                    ProblemType.PIPELINE_WORD,
                    span,
                    path,
                    "'" + word + "' is none of the words allowed here: " + String.join(", ", allowed) + ".",
                    DidYouMean.among(word, allowed)
                            .map(name -> "Did you mean '" + name + "'?")
                            .orElse("Write one of them, in upper and lower case as shown."));
        }
    }

    Locations locations(String file) {
        return new Locations(file, spans);
    }

    List<UnresolvedValue> unresolved() {
        return List.copyOf(unresolved);
    }
}
