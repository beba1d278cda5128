/**
 * Policies: documents, their rules, and what they allow. Nothing here knows a store, a clock or a network.
 *
 * <p>A {@link dev.penstock.simulator.policy.PolicyDocument} has statements. An
 * {@link dev.penstock.simulator.policy.Evaluation} takes the documents that apply to a
 * {@link dev.penstock.simulator.policy.PolicyRequest} and decides: an explicit deny anywhere wins, an allow is needed from
 * the identity or the resource, and a permissions boundary and session policies take away what they do not allow too.
 *
 * <p>Source: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements reference".
 */
@NullMarked
package dev.penstock.simulator.policy;

import org.jspecify.annotations.NullMarked;
