/**
 * Pipelines written in Java. A {@link dev.penstock.library.pipeline.PipelineBuilder} makes what a definition in a file makes:
 * the same canonical form, the same digest, judged by the same rules, with the same ids of problems.
 */
@NullMarked
package dev.penstock.library.pipeline;

import org.jspecify.annotations.NullMarked;
