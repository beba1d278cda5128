/** AWS behind the ports of the core, by the AWS SDK for Java 2. */
@NullMarked
package dev.penstock.aws;

import org.jspecify.annotations.NullMarked;
