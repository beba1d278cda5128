/** What AWS tells by events, and which executions that may concern. */
@NullMarked
package dev.penstock.lambda.event;

import org.jspecify.annotations.NullMarked;
