package dev.penstock.link;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.execution.ExecutionId;
import dev.penstock.json.JsonWriter;
import dev.penstock.link.ActionLink.Subject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of a link: what it says and a signature of that, both in Base64 for URLs, with a dot between. It is signed and not
 * hidden: it holds nothing secret, but whoever has it can use it.
 */
public final class LinkText {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int LONGEST = 4096;

    private LinkText() {}

    /** Makes a signature of a message. */
    @FunctionalInterface
    public interface Signer {

        /** Signs. */
        byte[] sign(byte[] message);
    }

    /** Judges a signature. */
    @FunctionalInterface
    public interface Verifier {

        /** Whether the signature is of the message. */
        boolean isSigned(byte[] message, byte[] signature);
    }

    /** The text of a link. */
    public static String of(ActionLink link, Signer signer) {
        JsonWriter json = JsonWriter.compact();
        json.object();
        switch (link.subject()) {
            case Subject.Approval(String question) -> json.field("approval", question);
            case Subject.Release(String serial) -> json.field("release", serial);
        }
        json.field("execution", link.execution().toString())
                .field("stage", link.attempt().stage())
                .field("action", link.attempt().action())
                .field("attempt", link.attempt().attempt())
                .field("holder", link.holder())
                .field("expires", link.expires().getEpochSecond())
                .endObject();
        byte[] message = json.toString().getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(message) + "." + ENCODER.encodeToString(signer.sign(message));
    }

    /** Reads a text. Nothing in it is looked at before its signature is found to be right. */
    public static Reading read(String text, Verifier verifier, Instant now) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > LONGEST) {
            return new Reading.Forged();
        }
        byte[] message;
        byte[] signature;
        try {
            message = Base64.getUrlDecoder().decode(text.substring(0, dot));
            signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            return new Reading.Forged();
        }
        if (!verifier.isSigned(message, signature)) {
            return new Reading.Forged();
        }
        return parsed(message)
                .<Reading>map(link -> link.expires().isAfter(now) ? new Reading.Valid(link) : new Reading.Expired(link))
                .orElseGet(Reading.Forged::new);
    }

    private static Optional<ActionLink> parsed(byte[] message) {
        try {
            JsonNode json = JsonMapper.shared().readTree(message);
            Subject subject = json.has("approval")
                    ? new Subject.Approval(json.path("approval").asString(""))
                    : new Subject.Release(json.path("release").asString(""));
            return Optional.of(new ActionLink(
                    subject,
                    ExecutionId.of(json.path("execution").asString("")),
                    new ActionAttempt(
                            json.path("stage").asString(""),
                            json.path("action").asString(""),
                            json.path("attempt").asInt(0)),
                    json.path("holder").asString(""),
                    Instant.ofEpochSecond(json.path("expires").asLong(0))));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What a text is. */
    public sealed interface Reading {

        /** A link that may be used. */
        record Valid(ActionLink link) implements Reading {}

        /** A link whose time has passed. */
        record Expired(ActionLink link) implements Reading {}

        /** No link, or one that was signed by nobody who may. */
        record Forged() implements Reading {}
    }
}
