/** What verdicts ask of AWS, at the simulated AWS. */
@NullMarked
package dev.penstock.aws.metric;

import org.jspecify.annotations.NullMarked;
