/**
 * SNS: topics, subscriptions with filter policies, and what becomes of published messages. Messages are posted to HTTP
 * endpoints on this machine's loopback interface and nowhere else; deliveries by all other ways are kept to be read.
 */
@NullMarked
package dev.penstock.simulator.sns;

import org.jspecify.annotations.NullMarked;
