/**
 * What people and programs see of an execution: views (values), what changed between two of them, and the pure functions
 * that lay them out as a tree, as lines of a log, or as JSON.
 */
@NullMarked
package dev.penstock.runner.view;

import org.jspecify.annotations.NullMarked;
