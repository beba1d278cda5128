/**
 * What running a pipeline would change, without changing it: its sources are read, each of its CloudFormation actions makes a
 * change set, the change sets are reviewed, and deleted again; each environment of Elastic Beanstalk is looked at.
 */
@NullMarked
package dev.penstock.plan;

import org.jspecify.annotations.NullMarked;
