/**
 * Starter files for a pipeline of one's own, in {@linkplain dev.penstock.templates.StarterSet sets}: a service with its build, or a
 * web application as one stack. Those of the latter are the files of {@code samples/web-application}.
 */
@NullMarked
package dev.penstock.templates;

import org.jspecify.annotations.NullMarked;
