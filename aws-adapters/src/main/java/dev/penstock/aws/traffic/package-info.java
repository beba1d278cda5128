/** How requests reach what is deployed, behind the ports of {@link dev.penstock.traffic}. */
@NullMarked
package dev.penstock.aws.traffic;

import org.jspecify.annotations.NullMarked;
