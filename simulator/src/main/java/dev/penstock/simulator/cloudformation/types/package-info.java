/**
 * The types of resources that the simulated CloudFormation knows: what their properties mean for an update, and how a
 * resource of each comes into being, changes and goes.
 */
@NullMarked
package dev.penstock.simulator.cloudformation.types;

import org.jspecify.annotations.NullMarked;
