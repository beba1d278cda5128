/** Templates for pipelines, stacks, images and builds, as files and on the class path. */
@NullMarked
package dev.penstock.templates;

import org.jspecify.annotations.NullMarked;
