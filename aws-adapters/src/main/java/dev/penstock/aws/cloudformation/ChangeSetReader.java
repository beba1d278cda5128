package dev.penstock.aws.cloudformation;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.ChangeSetSighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads how far change sets are: one by one, as the API has no call for several, so that the observer's pace holds for each call.
 * Most are made within seconds.
 */
public final class ChangeSetReader implements ResourceReader {

    private final ChangeSets changeSets;

    /** A reader of the change sets that some clients reach. */
    public ChangeSetReader(AwsClients clients) {
        this.changeSets = new ChangeSets(clients, new Templates(Optional.empty()));
    }

    @Override
    public String kind() {
        return ChangeSetSighting.KIND;
    }

    @Override
    public int batchSize() {
        return 1;
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        Map<ResourceId, Observation> seen = new HashMap<>();
        for (ResourceId resource : resources) {
            seen.put(resource, changeSets.glance(resource.scope(), resource.id()));
        }
        return new Reading(seen, Map.of(), resources.size());
    }
}
