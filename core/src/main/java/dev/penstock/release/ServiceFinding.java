package dev.penstock.release;

/**
 * What stands in the way of a release to a service, found before anything was changed.
 *
 * @param code the id of the failure, as {@code PEN-ECS-011}
 * @param message in sentences: the fact, then what would be right
 */
record ServiceFinding(String code, String message) {}
