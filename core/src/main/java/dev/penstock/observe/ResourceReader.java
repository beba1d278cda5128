package dev.penstock.observe;

import java.time.Duration;
import java.util.List;

/** Reads resources of one kind, many with one call. */
public interface ResourceReader {

    /** The kind of resource that it reads. */
    String kind();

    /** How many resources one call can read, at least 1. */
    int batchSize();

    /** How long to leave between two reads of a resource that somebody waits for, when its end is most probable. */
    default Duration interval() {
        return Duration.ofSeconds(2);
    }

    /**
     * Under what name events tell that a resource may have changed, for executions that nobody drives meanwhile. Names
     * neither Region nor role beyond what the id says, as events do not; several resources may share one.
     */
    default String wakeName(ResourceId resource) {
        return resource.kind() + "|" + resource.id();
    }

    /**
     * Reads resources of one scope.
     *
     * @param resources at most {@link #batchSize()}, all with the same scope
     * @throws dev.penstock.action.RemoteCallException if nothing could be read
     */
    Reading read(List<ResourceId> resources);

    /**
     * The same, where calls can be afforded beside those that are needed: for what is good to know sooner.
     *
     * @param spare how many such calls at most, at least 0
     */
    default Reading read(List<ResourceId> resources, int spare) {
        return read(resources);
    }
}
