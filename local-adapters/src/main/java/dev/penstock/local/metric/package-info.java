/**
 * Counts that do not come from AWS, behind the ports of {@link dev.penstock.metric}: queries of a Prometheus server, pages that are
 * asked for without being led astray, and programs that count.
 */
@NullMarked
package dev.penstock.local.metric;

import org.jspecify.annotations.NullMarked;
