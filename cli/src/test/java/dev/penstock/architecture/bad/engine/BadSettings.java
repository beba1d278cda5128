package dev.penstock.architecture.bad.engine;

/** What the store knows of the engine. */
public record BadSettings(int size) {}
