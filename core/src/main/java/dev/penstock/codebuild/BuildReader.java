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

    /** A reader of some builds. */
    public BuildReader(CodeBuilds builds) {
        this.builds = builds;
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
        List<ServiceBuild> seen = builds.look(
                resources.getFirst().scope(),
                resources.stream().map(ResourceId::id).toList());
        Map<ResourceId, Observation> all = new HashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            all.put(resources.get(i), seen.get(i));
        }
        return Reading.of(all);
    }
}
