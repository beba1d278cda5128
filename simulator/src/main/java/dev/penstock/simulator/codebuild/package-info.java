/**
 * The simulated CodeBuild: projects, and builds that go through their phases. A build is carried out by a
 * {@link dev.penstock.simulator.codebuild.BuildRunner} where there is one; else it is scripted, by the words of
 * {@link dev.penstock.simulator.codebuild.BuildScript}.
 */
@NullMarked
package dev.penstock.simulator.codebuild;

import org.jspecify.annotations.NullMarked;
