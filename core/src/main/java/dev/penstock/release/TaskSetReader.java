package dev.penstock.release;

import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the task sets of services that are waited for, ten services of a cluster with one call. */
public final class TaskSetReader implements ResourceReader {

    private final TaskSets sets;

    /** Of the sets that a platform has. */
    public TaskSetReader(TaskSets sets) {
        this.sets = sets;
    }

    @Override
    public String kind() {
        return TaskSetsSeen.KIND;
    }

    @Override
    public int batchSize() {
        return TaskSets.BATCH;
    }

    /** Events of ECS name clusters and services; who waits may have named them by their ARNs. */
    @Override
    public String wakeName(ResourceId resource) {
        ServiceId service = TaskSetsSeen.service(resource);
        return kind() + "|" + lastOfPath(service.cluster()) + "|" + lastOfPath(service.service());
    }

    private static String lastOfPath(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        Map<String, List<ResourceId>> byCluster = new LinkedHashMap<>();
        for (ResourceId resource : resources) {
            byCluster
                    .computeIfAbsent(TaskSetsSeen.service(resource).cluster(), cluster -> new ArrayList<>())
                    .add(resource);
        }
        Map<ResourceId, Observation> seen = new HashMap<>();
        for (List<ResourceId> ofOne : byCluster.values()) {
            Map<ServiceId, List<TaskSet>> found = sets.ofAll(
                    resources.getFirst().scope(),
                    ofOne.stream().map(TaskSetsSeen::service).toList());
            for (ResourceId resource : ofOne) {
                List<TaskSet> own = found.get(TaskSetsSeen.service(resource));
                if (own != null) {
                    seen.put(resource, new TaskSetsSeen(own));
                }
            }
        }
        return new Reading(seen, Map.of(), byCluster.size());
    }
}
