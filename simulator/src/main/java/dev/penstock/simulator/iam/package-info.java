/** The simulated Identity and Access Management: roles exist, policies are kept, nothing is enforced. */
@NullMarked
package dev.penstock.simulator.iam;

import org.jspecify.annotations.NullMarked;
