/** What bundles and artifact stores must do. */
@NullMarked
package dev.penstock.artifact;

import org.jspecify.annotations.NullMarked;
