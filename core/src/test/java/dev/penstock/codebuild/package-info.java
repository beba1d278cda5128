/** The contract of CodeBuild's port, and its fake. */
@NullMarked
package dev.penstock.codebuild;

import org.jspecify.annotations.NullMarked;
