/** Starter files for a pipeline of one's own: the definition, its settings, a buildspec, a Dockerfile, what it deploys to. */
@NullMarked
package dev.penstock.templates;

import org.jspecify.annotations.NullMarked;
