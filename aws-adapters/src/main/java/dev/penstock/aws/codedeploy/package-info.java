/** Deployments of AWS CodeDeploy, behind {@link dev.penstock.codedeploy.CodeDeployments}, and what the observer reads of them. */
@NullMarked
package dev.penstock.aws.codedeploy;

import org.jspecify.annotations.NullMarked;
