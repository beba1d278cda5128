/** The contract of CodeDeploy's port, and its action over a fake. */
@NullMarked
package dev.penstock.codedeploy;

import org.jspecify.annotations.NullMarked;
