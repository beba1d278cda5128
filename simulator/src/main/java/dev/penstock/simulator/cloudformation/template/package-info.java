/**
 * CloudFormation templates: read from JSON or YAML, transformed, checked, and evaluated with parameter values. Everything
 * here is a pure function of text and values; what a template asks of the world (a parameter in SSM, an export, a snippet
 * in S3) comes in through {@link dev.penstock.simulator.cloudformation.template.Environment},
 * {@link dev.penstock.simulator.cloudformation.template.Macros} and
 * {@link dev.penstock.simulator.cloudformation.template.ParameterLookup}. Mistakes are
 * {@link dev.penstock.simulator.wire.ServiceError} with CloudFormation's own words.
 *
 * <p>A <em>declaration</em> is what a section of the template says about one name; an <em>evaluation</em> is a template
 * with parameter values in an environment, where conditions are true or false and values are known, or not before some
 * resource is made.
 */
@NullMarked
package dev.penstock.simulator.cloudformation.template;

import org.jspecify.annotations.NullMarked;
