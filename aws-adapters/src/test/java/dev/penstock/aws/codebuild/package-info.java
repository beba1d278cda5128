/** CodeBuild through the adapters. */
@NullMarked
package dev.penstock.aws.codebuild;

import org.jspecify.annotations.NullMarked;
