package dev.penstock.pipeline;

/**
 * A pipeline together with where its values stand.
 *
 * @param pipeline the pipeline
 * @param locations where its values stand
 */
public record PipelineDefinition(Pipeline pipeline, Locations locations) {}
