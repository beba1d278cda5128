/**
 * What a change set means, for those who have to decide about it.
 *
 * <p>CloudFormation tells what would be done to each resource; a <em>review</em> tells what comes of it: whether a
 * replacement that it calls conditional can be proven to happen or not, whose data goes, what is interrupted, and from which
 * line of the template or which parameter each change comes. A review is rendered for a terminal, for a pull request and as
 * JSON, and judged by a {@linkplain dev.penstock.stack.review.ReviewPolicy policy}.
 */
@NullMarked
package dev.penstock.stack.review;

import org.jspecify.annotations.NullMarked;
