/**
 * The pipeline declaration: CodePipeline's {@code PipelineDeclaration} as immutable records, its reader, its structural
 * rules and its variables.
 *
 * <p>The records hold values only. Where each value stands in the file that the user wrote is kept beside them, in
 * {@link dev.penstock.pipeline.Locations}, so that the same pipeline written as JSON, YAML or CloudFormation has the same
 * digest. Field names, limits and defaults are those of the CodePipeline API (service model 2015-07-09).
 */
@NullMarked
package dev.penstock.pipeline;

import org.jspecify.annotations.NullMarked;
