package dev.penstock.pipeline;

import java.util.Optional;

/**
 * A pipeline-level variable ({@code PipelineVariableDeclaration}).
 *
 * @param name 1 to 128 characters
 * @param defaultValue 1 to 1000 characters; without one a value must be given at the start
 * @param description up to 200 characters
 */
public record VariableDeclaration(String name, Optional<String> defaultValue, Optional<String> description) {}
