/**
 * The simulated Identity and Access Management: identities (users, groups, roles), their inline and managed policies,
 * instance profiles and access keys; what policies allow a caller; and, when policies are enforced, the one who asks
 * them before each operation.
 *
 * <p>An <em>identity</em> is a user, a group or a role. What a change means for access may be delayed
 * ({@link dev.penstock.simulator.iam.IamStore}); what IAM itself reads is always the latest.
 */
@NullMarked
package dev.penstock.simulator.iam;

import org.jspecify.annotations.NullMarked;
