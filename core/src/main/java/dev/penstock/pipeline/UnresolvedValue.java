package dev.penstock.pipeline;

import dev.penstock.problem.SourceSpan;

/**
 * A value of a template that cannot be known without an account, such as a reference to another resource. In the pipeline
 * it stands as text that shows what is missing, such as {@code ${Bucket}}. It is no mistake; but an action that needs it
 * cannot run.
 *
 * @param path its path in the CodePipeline JSON, such as {@code /stages/0/actions/1/configuration/ProjectName}
 * @param span where it stands
 * @param expression what is not known, such as {@code Ref Bucket} or {@code Fn::GetAtt Role.Arn}; several are joined by
 *     commas
 */
public record UnresolvedValue(String path, SourceSpan span, String expression) {}
