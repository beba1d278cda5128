/**
 * Functions, such as AWS Lambda's: their code, their versions, and the aliases by which they are called.
 *
 * <ul>
 *   <li>The <em>latest</em> version, {@code $LATEST}, can be changed. A <em>published</em> version has a number and stays as it is.
 *   <li>An <em>alias</em> is a name by which callers reach one version, or two with a share of calls each: its <em>routing</em>.
 *   <li>A <em>revision</em> names one state of a function's latest version or of an alias. A change says which it changes, so that
 *       nobody's change is overwritten unseen.
 * </ul>
 */
@NullMarked
package dev.penstock.function;

import org.jspecify.annotations.NullMarked;
