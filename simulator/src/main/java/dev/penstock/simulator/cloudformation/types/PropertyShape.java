package dev.penstock.simulator.cloudformation.types;

/**
 * A member of a structure.
 *
 * @param required whether it must be there
 * @param limits what its value is held to
 * @param elementLimits what each element is held to, when it is a list
 */
record PropertyShape(PropertyType type, boolean required, Limits limits, Limits elementLimits) {}
