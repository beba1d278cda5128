package dev.penstock.pipeline;

import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.DynamicReference;
import java.util.List;

/**
 * A value of a template that cannot be known without an account, such as a reference to another resource. In the pipeline
 * it stands as text that shows what is missing, such as {@code ${Bucket}}. It is no mistake; but an action that needs it
 * cannot run.
 *
 * @param path its path in the CodePipeline JSON, such as {@code /stages/0/actions/1/configuration/ProjectName}
 * @param span where it stands
 * @param expression what is not known, such as {@code Ref Bucket}, {@code Fn::GetAtt Role.Arn} or {@code parameter Branch}, which
 *     has no value; several are joined by commas
 */
public record UnresolvedValue(String path, SourceSpan span, String expression) {

    private static final String PARAMETER = "parameter ";

    /** Whether all that is not known are {@linkplain DynamicReference references}, which are looked up when an action needs them. */
    public boolean isReferenced() {
        return List.of(expression.split(", ")).stream().allMatch(part -> part.startsWith(DynamicReference.OPEN));
    }

    /** The parameters without a value that alone are not known; empty if something else is not known either. */
    public List<String> parameters() {
        List<String> parts = List.of(expression.split(", "));
        return parts.stream().allMatch(part -> part.startsWith(PARAMETER))
                ? parts.stream()
                        .map(part -> part.substring(PARAMETER.length()))
                        .distinct()
                        .toList()
                : List.of();
    }
}
