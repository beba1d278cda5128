package dev.penstock.observe;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads resources of one kind, many with one call. */
public interface ResourceReader {

    /** The kind of resource that it reads. */
    String kind();

    /** How many resources one call can read, at least 1. */
    int batchSize();

    /** How long to leave between two reads of a resource that somebody waits for. */
    default Duration interval() {
        return Duration.ofSeconds(5);
    }

    /**
     * Reads resources of one scope.
     *
     * @param resources at most {@link #batchSize()}, all with the same scope
     * @return what was seen; a resource that does not exist is left out only if that cannot be told apart from not being
     *     visible yet
     * @throws dev.penstock.action.RemoteCallException if nothing could be read
     */
    Map<ResourceId, Observation> read(List<ResourceId> resources);
}
