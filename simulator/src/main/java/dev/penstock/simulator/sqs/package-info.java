/**
 * SQS: queues, standard and FIFO, with their messages. A message is a row; whether it can be received is a matter of the
 * time, so nothing has to happen for it to come back after its visibility timeout. Only a call that waits for messages
 * (long polling) and a task that moves them have moments of their own.
 */
@NullMarked
package dev.penstock.simulator.sqs;

import org.jspecify.annotations.NullMarked;
