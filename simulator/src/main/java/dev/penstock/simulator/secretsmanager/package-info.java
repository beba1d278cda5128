/** Secrets Manager: secrets with versions and staging labels, deletion with a recovery window. */
@NullMarked
package dev.penstock.simulator.secretsmanager;

import org.jspecify.annotations.NullMarked;
