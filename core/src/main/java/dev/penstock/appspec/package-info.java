/**
 * AppSpec files of AWS CodeDeploy ("AppSpec file structure", CodeDeploy User Guide): what a deployment brings, where, and what
 * runs at its lifecycle events. A file is for one <em>platform</em>: an Amazon ECS service, a Lambda function, or servers (EC2
 * and on-premises). {@link dev.penstock.appspec.AppSpecReader} reads all three, JSON and YAML, with the place of each value.
 */
@NullMarked
package dev.penstock.appspec;

import org.jspecify.annotations.NullMarked;
