package dev.penstock.library;

import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.List;

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
    public Reading read(List<ResourceId> resources) {
        return reader.read(resources);
    }

    @Override
    public Reading read(List<ResourceId> resources, int spare) {
        return reader.read(resources, spare);
    }
}
