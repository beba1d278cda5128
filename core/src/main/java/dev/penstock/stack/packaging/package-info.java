/**
 * What {@code aws cloudformation package} does: files and folders that a template refers to on this machine are uploaded, and
 * the template then refers to them where they are. Keys are made of contents, so that what did not change is not uploaded
 * again and does not look changed to CloudFormation.
 */
@NullMarked
package dev.penstock.stack.packaging;

import org.jspecify.annotations.NullMarked;
