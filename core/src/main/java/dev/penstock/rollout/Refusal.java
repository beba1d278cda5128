package dev.penstock.rollout;

/**
 * Why a target cannot carry out a plan.
 *
 * @param message what it cannot do: a full sentence
 * @param hint what it would need for that: a full sentence; may be empty
 */
public record Refusal(String message, String hint) {}
