package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;

/** Judges, and writes down what it judges. Not thread-safe. */
public final class VerdictRecorder {

    private final VerdictJudge judge;
    private final DigestChain chain = new DigestChain();
    private final String header;

    /** A new verdict. */
    public VerdictRecorder(VerdictSettings settings) {
        judge = new VerdictJudge(settings);
        JsonWriter json = JsonWriter.compact().object();
        json.field("schema", VerdictRecord.SCHEMA).field("type", "settings").name("settings");
        VerdictSettingsWriter.write(settings, json);
        header = chain.seal(json.endObject().toString());
    }

    /** The first line of the record, without a line end. */
    public String header() {
        return header;
    }

    /**
     * A look that was taken in.
     *
     * @param standing what followed
     * @param line its line of the record, without a line end
     */
    public record Recorded(Standing standing, String line) {}

    /**
     * Takes in what is new.
     *
     * @throws IllegalArgumentException as {@link VerdictJudge#look}
     * @throws IllegalStateException as {@link VerdictJudge#look}
     */
    public Recorded look(Look look) {
        Standing standing = judge.look(look);
        JsonWriter json = JsonWriter.compact().object().field("type", "look");
        new LookWriter(json).write(look, standing);
        return new Recorded(standing, chain.seal(json.endObject().toString()));
    }

    /** The digest of the last line. */
    public String digest() {
        return chain.last();
    }
}
