package dev.penstock.metric;

/**
 * Both sides of a release at one of several places.
 *
 * @param place where, and in whose name
 * @param arms by which they are counted there
 */
public record PlacedArms(Place place, Arms arms) {}
