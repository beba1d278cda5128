package dev.penstock.library;

import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads what another reader reads, at another interval. */
record PacedReader(ResourceReader reader, Duration interval) implements ResourceReader {

    @Override
    public String kind() {
        return reader.kind();
    }

    @Override
    public int batchSize() {
        return reader.batchSize();
    }

    @Override
    public Map<ResourceId, Observation> read(List<ResourceId> resources) {
        return reader.read(resources);
    }
}
