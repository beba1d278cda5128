/** Evidence signed by keys of AWS KMS. */
@NullMarked
package dev.penstock.aws.kms;

import org.jspecify.annotations.NullMarked;
