/**
 * Evidence of a release in one signed file: what was deployed by its digests, who approved, what verdicts rested on and what they
 * were. Whoever has the public key can tell that nothing was changed, and give each verdict again. {@code docs/verdict.md} describes
 * the form.
 */
@NullMarked
package dev.penstock.evidence;

import org.jspecify.annotations.NullMarked;
