/**
 * What running a pipeline would change, without changing it: its sources are read, each of its CloudFormation actions makes a
 * change set, the change sets are reviewed, and deleted again.
 */
@NullMarked
package dev.penstock.stack.plan;

import org.jspecify.annotations.NullMarked;
