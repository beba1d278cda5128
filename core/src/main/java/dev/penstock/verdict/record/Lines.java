package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;

/** The lines of a record, without their digests. */
final class Lines {

    private Lines() {}

    static String settings(VerdictSettings settings) {
        JsonWriter json = JsonWriter.compact().object();
        json.field("schema", VerdictRecord.SCHEMA).field("type", "settings").name("settings");
        VerdictSettingsWriter.write(settings, json);
        return json.endObject().toString();
    }

    static String look(Look look, Standing standing) {
        JsonWriter json = JsonWriter.compact().object().field("type", "look");
        new LookWriter(json).write(look, standing);
        return json.endObject().toString();
    }

    static String checkpoint(Checkpoint checkpoint) {
        JsonWriter json = JsonWriter.compact().object();
        json.field("schema", VerdictRecord.SCHEMA).field("type", "checkpoint").field("previous", checkpoint.previous());
        json.field("looks", checkpoint.looks()).field("size", checkpoint.size()).name("settings");
        VerdictSettingsWriter.write(checkpoint.settings(), json);
        json.name("reach").array();
        checkpoint
                .reach()
                .forEach(reach -> json.object()
                        .field("metric", reach.metric())
                        .field("scope", reach.scope())
                        .field("until", reach.until().toString())
                        .endObject());
        return json.endArray().field("state", checkpoint.state()).endObject().toString();
    }
}
