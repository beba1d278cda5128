package dev.penstock.codedeploy;

/**
 * Where a deployment goes, and what was asked for.
 *
 * @param group where
 * @param options what
 */
record DeployTarget(DeploymentGroupId group, CodeDeployOptions options) {}
