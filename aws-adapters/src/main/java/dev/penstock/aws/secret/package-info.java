/** Secrets of Systems Manager and Secrets Manager behind {@link dev.penstock.secret.SecretResolver}. */
@NullMarked
package dev.penstock.aws.secret;

import org.jspecify.annotations.NullMarked;
