package dev.penstock.codebuild;

import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads builds, 100 with one call ({@code BatchGetBuilds}). */
public final class BuildReader implements ResourceReader {

    private static final int BATCH = 100;

    private final CodeBuilds builds;
    private final BuildLogs logs;

    /**
     * A reader of some builds.
     *
     * @param logs what is followed of them
     */
    public BuildReader(CodeBuilds builds, BuildLogs logs) {
        this.builds = builds;
        this.logs = logs;
    }

    @Override
    public String kind() {
        return ServiceBuild.KIND;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    /** A build takes a minute at least, until it has a machine. */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        return read(resources, 0);
    }

    /** Spare calls read the logs that somebody follows. */
    @Override
    public Reading read(List<ResourceId> resources, int spare) {
        List<ServiceBuild> seen = builds.look(
                resources.getFirst().scope(),
                resources.stream().map(ResourceId::id).toList());
        Map<ResourceId, Observation> all = new HashMap<>();
        int extra = 0;
        for (int i = 0; i < resources.size(); i++) {
            all.put(resources.get(i), seen.get(i));
            if (extra < spare && !seen.get(i).status().hasEnded()) {
                extra += logs.read(builds, resources.get(i), seen.get(i));
            }
        }
        return new Reading(all, Map.of(), 1 + extra);
    }
}
