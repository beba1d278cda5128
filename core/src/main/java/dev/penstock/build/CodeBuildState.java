package dev.penstock.build;

/** How far a CodeBuild action has come. */
public sealed interface CodeBuildState {

    /** It has begun, and no build was started. */
    record Begun() implements CodeBuildState {}

    /**
     * Its build was started. A build does not outlive its runner, so it is then run from its beginning.
     *
     * @param buildId {@code CODEBUILD_BUILD_ID}
     */
    record Started(String buildId) implements CodeBuildState {}
}
