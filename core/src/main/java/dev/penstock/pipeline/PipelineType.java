package dev.penstock.pipeline;

/** CodePipeline's two pipeline types ({@code PipelineDeclaration$pipelineType}). */
public enum PipelineType {
    V1,
    V2
}
