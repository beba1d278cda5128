package dev.penstock.build;

import dev.penstock.artifact.ObjectLocation;
import java.time.Instant;

/** How far a CodeBuild action has come. */
public sealed interface CodeBuildState {

    /** It has begun, and no build was started. */
    record Begun() implements CodeBuildState {}

    /**
     * Its build was started by the runner itself. Such a build does not outlive its runner, so it is then run from its beginning.
     *
     * @param buildId {@code CODEBUILD_BUILD_ID}
     */
    record Started(String buildId) implements CodeBuildState {}

    /**
     * CodeBuild is asked for the build, its sources are in the exchange.
     *
     * @param at it was not asked before
     * @param exchange the folder of the build
     */
    record Asked(Instant at, ObjectLocation exchange) implements CodeBuildState {}

    /**
     * CodeBuild runs the build.
     *
     * @param buildId CodeBuild's own
     * @param since when it said that it had started it
     * @param exchange the folder of the build
     */
    record Running(String buildId, Instant since, ObjectLocation exchange) implements CodeBuildState {}
}
