package dev.penstock.simulator.recordings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operations of CloudFormation, and what templates come to, as they were recorded; the calls are data. */
class CloudFormationStackRecordingsTest {

    @RegisterExtension
    static final RecordingFolder OPERATIONS = Recordings.folder("cloudformation/api");

    @RegisterExtension
    static final RecordingFolder ENGINE = Recordings.folder("cloudformation/engine");

    @RegisterExtension
    static final RecordingFolder DYNAMIC = Recordings.folder("cloudformation/v2");

    @RegisterExtension
    static final Recording TEMPLATES = Recordings.open("cloudformation/test_template_engine.snapshot.json");

    @RegisterExtension
    static final Recording LISTING = Recordings.open("cloudformation/test_list_stacks.snapshot.json");

    @Test
    void operations() {
        StackReplay.of(OPERATIONS);
    }

    @Test
    void engine() {
        StackReplay.of(ENGINE);
    }

    @Test
    void dynamicReferences() {
        StackReplay.of(DYNAMIC);
    }

    @Test
    void templates() {
        StackReplay.of("cloudformation/test_template_engine", TEMPLATES);
    }

    @Test
    void listing() {
        StackReplay.of("cloudformation/test_list_stacks", LISTING);
    }
}
