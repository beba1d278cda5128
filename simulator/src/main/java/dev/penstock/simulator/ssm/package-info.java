/** Systems Manager's Parameter Store: parameters with versions, labels and hierarchies. */
@NullMarked
package dev.penstock.simulator.ssm;

import org.jspecify.annotations.NullMarked;
