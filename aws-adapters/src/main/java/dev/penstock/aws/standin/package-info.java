/** What a pipeline takes for granted in a real account, made in a simulated one: clusters, services, repositories. */
@NullMarked
package dev.penstock.aws.standin;

import org.jspecify.annotations.NullMarked;
