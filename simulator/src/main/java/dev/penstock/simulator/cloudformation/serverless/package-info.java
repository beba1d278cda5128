/**
 * The transform {@code AWS::Serverless-2016-10-31}: what AWS SAM writes short, written out as CloudFormation's own resources.
 * Source: AWS SAM Developer Guide, "AWS SAM resources and properties" and "Generated CloudFormation resources".
 */
@NullMarked
package dev.penstock.simulator.cloudformation.serverless;

import org.jspecify.annotations.NullMarked;
