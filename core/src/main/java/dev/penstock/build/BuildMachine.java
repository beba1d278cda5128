package dev.penstock.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a build needs of the machine that it runs on.
 *
 * @param buildId unique to the build and the same when it is run again after a crash: what is left over of an earlier run
 *     is found by it and ended. Becomes {@code CODEBUILD_BUILD_ID}
 * @param location where it runs; not {@link BuildLocation.CodeBuild}, which has machines of its own
 * @param shell what runs the commands
 * @param separateShells whether each command gets a shell of its own, as buildspec 0.1 has it
 * @param sources folders of this machine that hold the sources, by name; the first is the primary one, in which commands
 *     start. The build changes them or copies of them
 * @param environment what the commands are given, beside {@code CODEBUILD_SRC_DIR} and what a shell cannot do without
 * @param passAwsEnvironment whether the runner's own {@code AWS_*} variables are handed on
 * @param timeout how long all commands may take together
 * @param workDirectory an empty folder of this machine for the executor's own use
 */
public record BuildMachine(
        String buildId,
        BuildLocation location,
        BuildspecEnvironment.Shell shell,
        boolean separateShells,
        Map<String, Path> sources,
        BuildEnvironment environment,
        boolean passAwsEnvironment,
        Duration timeout,
        Path workDirectory) {

    public BuildMachine {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a build has a source");
        }
        if (location instanceof BuildLocation.CodeBuild) {
            throw new IllegalArgumentException("CodeBuild has machines of its own");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a build needs time");
        }
    }
}
