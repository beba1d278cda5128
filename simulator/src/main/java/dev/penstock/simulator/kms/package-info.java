/** KMS as far as signing takes it: asymmetric keys of elliptic curves, which really sign, and aliases. */
@NullMarked
package dev.penstock.simulator.kms;

import org.jspecify.annotations.NullMarked;
