package dev.penstock.stack.set;

/**
 * A stack of a stack set.
 *
 * @param account its account
 * @param region its Region
 * @param status {@code CURRENT}, {@code OUTDATED} or {@code INOPERABLE}
 * @param reason why, in the platform's words; may be empty
 */
public record StackInstance(String account, String region, String status, String reason) {}
