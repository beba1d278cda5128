package dev.penstock.simulator.lambda;

/**
 * What a function answered.
 *
 * @param payload JSON text
 * @param failed whether the payload tells of an error
 */
public record FunctionAnswer(String payload, boolean failed) {}
