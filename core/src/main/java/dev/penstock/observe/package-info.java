/**
 * The observer: one pair of eyes for all executions. Waits name a resource; the observer merges the waits for one kind of
 * resource in one account and Region into batched reads, and wakes who waits when something new is seen. A read that
 * fails is never news.
 */
@NullMarked
package dev.penstock.observe;

import org.jspecify.annotations.NullMarked;
