package dev.penstock.simulator.codebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/**
 * The phases of a build as they are described: each begins when the one before it has ended, and those with a machine
 * have a context, which is empty when nothing went wrong. Form: example of {@code aws codebuild batch-get-builds}.
 */
final class BuildPhases {

    private static final Set<String> WITHOUT_CONTEXT = Set.of("SUBMITTED", "QUEUED", "COMPLETED");
    private static final List<String> BY_WEIGHT = List.of("STOPPED", "TIMED_OUT", "FAULT", "FAILED");

    private BuildPhases() {}

    /** The build in another phase. */
    static Build enter(Build build, String phase, Instant now) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        phases.add(BuildPhase.builder().phaseType(phase).startTime(now).build());
        return build.toBuilder().currentPhase(phase).phases(phases).build();
    }

    /** The build with its present phase ended. */
    static Build end(Build build, String status, String code, String message, Instant now) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        BuildPhase last = phases.removeLast();
        phases.add(ended(last.phaseTypeAsString(), status, code, message, last.startTime(), now));
        return build.toBuilder().phases(phases).build();
    }

    /** The build with phases that somebody else has run, in place of those that were begun. */
    static Build ran(Build build, List<BuildRunner.Phase> ran, Instant now) {
        List<BuildPhase> phases = new ArrayList<>();
        for (BuildPhase phase : build.phases()) {
            String type = phase.phaseTypeAsString();
            boolean replaced = ran.stream().anyMatch(r -> r.type().equals(type));
            if (!replaced && phase.endTime() != null) {
                phases.add(phase);
            } else if (!replaced && type.equals("DOWNLOAD_SOURCE")) {
                Instant end = ran.isEmpty() ? now : ran.getFirst().start();
                phases.add(ended(type, "SUCCEEDED", "", "", phase.startTime(), end));
            }
        }
        ran.forEach(r -> phases.add(ended(r.type(), r.status(), r.code(), r.message(), r.start(), r.end())));
        return build.toBuilder().phases(phases).build();
    }

    /** How a build has ended whose phases have ended. */
    static String outcome(Build build) {
        List<String> statuses =
                build.phases().stream().map(BuildPhase::phaseStatusAsString).toList();
        return BY_WEIGHT.stream().filter(statuses::contains).findFirst().orElse("SUCCEEDED");
    }

    private static BuildPhase ended(
            String type, String status, String code, String message, Instant start, Instant end) {
        BuildPhase.Builder phase = BuildPhase.builder()
                .phaseType(type)
                .phaseStatus(status)
                .startTime(start)
                .endTime(end)
                .durationInSeconds(Duration.between(start, end).toSeconds());
        if (!WITHOUT_CONTEXT.contains(type) || !code.isEmpty()) {
            phase.contexts(
                    PhaseContext.builder().statusCode(code).message(message).build());
        }
        return phase.build();
    }
}
