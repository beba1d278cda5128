package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Stacks with resources of many types are made, changed and deleted; what AWS said of the stacks, and the services of the
 * resources, was recorded. The calls are data: {@code cloudformation/} beside {@code agreement.properties} has a file for
 * each snapshot, a line for each recorded test.
 */
class CloudFormationResourceRecordingsTest {

    @RegisterExtension
    static final RecordingFolder RESOURCES = Recordings.folder("cloudformation/resources");

    @RegisterExtension
    static final RecordingFolder PROVIDERS = Recordings.folder("cloudformation/resource_providers");

    @RegisterExtension
    static final RecordingFolder QUEUES = Recordings.folder("sqs/resource_providers");

    @Test
    void resources() {
        StackReplay.of(RESOURCES);
    }

    @Test
    void resourceProviders() {
        StackReplay.of(PROVIDERS);
    }

    @Test
    void queues() {
        StackReplay.of(QUEUES);
    }
}
