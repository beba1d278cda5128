/**
 * What an update changes: a stack as it is held against a template and parameter values, as CloudFormation's change sets
 * say it. Pure: nothing is stored and nobody is asked.
 *
 * <p>CloudFormation works out two answers. The <em>overview</em> compares what templates say and knows of a reference only
 * whether what it names changes: what takes an attribute of a resource that changes in place may change. The answer
 * <em>with property values</em> compares values and knows those of all resources that stay: the same attribute is what it
 * was. Source: recordings of AWS, and User Guide, "View a change set for a CloudFormation stack".
 */
@NullMarked
package dev.penstock.simulator.cloudformation.changes;

import org.jspecify.annotations.NullMarked;
