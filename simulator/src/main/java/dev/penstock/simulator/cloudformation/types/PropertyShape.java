package dev.penstock.simulator.cloudformation.types;

/**
 * A member of a structure.
 *
 * @param required whether it must be there
 */
record PropertyShape(PropertyType type, boolean required) {}
