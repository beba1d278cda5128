package dev.penstock.document;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How the mappings of one kind of document are taken apart by {@link Fields}.
 *
 * @param problems where problems are added
 * @param missing the type of problem when a required field is not there
 * @param wrongType the type of problem when a field holds something else than it should
 * @param unknown the type of problem when a field is not known
 * @param coercion whether a number may stand for text, and text for a number
 * @param written how a field's name is written in this document; CloudFormation writes {@code RoleArn} for {@code roleArn}
 * @param visitor told of every value taken, with its path
 * @param placeholder whether a node stands for a value that is not known: it is text, and fits everywhere else too, where
 *     it counts as not there
 */
public record FieldContext(
        Problems problems,
        ProblemType missing,
        ProblemType wrongType,
        ProblemType unknown,
        Coercion coercion,
        UnaryOperator<String> written,
        BiConsumer<String, SourceNode> visitor,
        Predicate<SourceNode> placeholder) {

    /** What may stand for what. */
    public enum Coercion {
        /** Nothing: the types are those of the JSON that an AWS API takes. */
        NONE,
        /** Where text is asked for, a plain YAML number or boolean is the text as written. */
        SCALAR_AS_TEXT,
        /** Also text for numbers and booleans, as CloudFormation does it. */
        BOTH_WAYS
    }

    /** A context whose field names are written as they are, and that tells nobody of values. */
    public static FieldContext of(
            Problems problems, ProblemType missing, ProblemType wrongType, ProblemType unknown, Coercion coercion) {
        return new FieldContext(
                problems,
                missing,
                wrongType,
                unknown,
                coercion,
                UnaryOperator.identity(),
                (path, node) -> {},
                node -> false);
    }
}
