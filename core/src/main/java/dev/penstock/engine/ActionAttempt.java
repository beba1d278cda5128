package dev.penstock.engine;

/**
 * Names an attempt of an action within an execution.
 *
 * @param stage the stage's name
 * @param action the action's name
 * @param attempt which try, from 1
 */
public record ActionAttempt(String stage, String action, int attempt) {}
