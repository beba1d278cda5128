/** CodeDeploy's adapter and its action against the simulated AWS. */
@NullMarked
package dev.penstock.aws.codedeploy;

import org.jspecify.annotations.NullMarked;
