package dev.penstock.observe;

/**
 * What was seen of a resource at one time: an immutable value with a meaningful {@code equals}. Two equal observations are
 * no news.
 */
public interface Observation {}
