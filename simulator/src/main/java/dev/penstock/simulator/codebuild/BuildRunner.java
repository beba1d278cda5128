package dev.penstock.simulator.codebuild;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries a build's commands out. Safe for use by many threads. */
@FunctionalInterface
public interface BuildRunner {

    /**
     * What is to be built.
     *
     * @param buildId like {@code web:0f8f…}
     * @param buildspec the buildspec itself, or its path in the primary source; empty for {@code buildspec.yml} there
     * @param image of the environment
     * @param privileged whether the environment is
     * @param sources folders with the sources by identifier, the primary one first
     * @param environment what commands see; its values may be secrets, so this record's text leaves them out
     * @param secretNames those of them that must not be seen
     * @param artifacts whether the buildspec's primary artifact is wanted
     * @param secondaryArtifacts the identifiers of the others that are
     * @param timeout how long all commands may take together, in real time
     * @param work an empty folder for the runner's own use
     */
    record Order(
            String buildId,
            Optional<String> buildspec,
            String image,
            boolean privileged,
            Map<String, Path> sources,
            Map<String, String> environment,
            Set<String> secretNames,
            boolean artifacts,
            Set<String> secondaryArtifacts,
            Duration timeout,
            Path work) {
        public Order {
            sources = new LinkedHashMap<>(sources);
            environment = Map.copyOf(environment);
            secretNames = Set.copyOf(secretNames);
            secondaryArtifacts = Set.copyOf(secondaryArtifacts);
        }

        @Override
        public String toString() {
            return "Order[" + buildId + "]";
        }
    }

    /** Hears of a build while it runs, from one thread at a time. */
    interface Progress {

        /** The simulated time, for what is dated. */
        InstantSource clock();

        /** A line of the build's log; it may still hold secrets. */
        void line(String text);

        /** A phase begins, by CodeBuild's name. */
        void entering(String phase);

        /**
         * A value that the buildspec asks for; it is hidden in the log from now on.
         *
         * @param name of a parameter
         * @return empty when there is none
         */
        Optional<String> parameter(String name);

        /**
         * The same of a secret.
         *
         * @param reference name or ARN, then perhaps {@code :json-key:version-stage:version-id}
         */
        Optional<String> secret(String reference);
    }

    /**
     * How it went.
     *
     * @param status {@code SUCCEEDED}, {@code FAILED}, {@code FAULT} or {@code TIMED_OUT}
     * @param phases that ran, in order: from {@code INSTALL}, or {@code DOWNLOAD_SOURCE} if the buildspec cannot be used
     * @param exported the variables that the buildspec exports
     * @param artifact a ZIP of the primary artifact in the order's work folder
     * @param secondaryArtifacts ZIPs of the others, by their identifiers
     */
    record Outcome(
            String status,
            List<Phase> phases,
            Map<String, String> exported,
            Optional<Path> artifact,
            Map<String, Path> secondaryArtifacts) {
        public Outcome {
            phases = List.copyOf(phases);
            exported = Map.copyOf(exported);
            secondaryArtifacts = Map.copyOf(secondaryArtifacts);
        }
    }

    /**
     * A phase that ran.
     *
     * @param type by CodeBuild's name
     * @param status how it ended
     * @param code of what went wrong, like {@code COMMAND_EXECUTION_ERROR}; empty when nothing did
     * @param message what went wrong
     */
    record Phase(String type, String status, Instant start, Instant end, String code, String message) {}

    /**
     * Runs a build to its end.
     *
     * @throws InterruptedException when the build is stopped; what it started has ended then
     */
    Outcome run(Order order, Progress progress) throws IOException, InterruptedException;
}
