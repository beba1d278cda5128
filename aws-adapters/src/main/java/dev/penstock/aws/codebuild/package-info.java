/** Builds of AWS CodeBuild, behind {@link dev.penstock.codebuild.CodeBuilds}. */
@NullMarked
package dev.penstock.aws.codebuild;

import org.jspecify.annotations.NullMarked;
