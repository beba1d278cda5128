package dev.penstock.verdict.record;

import dev.penstock.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gives each line the digest of its text and of the digest before it. Not thread-safe. */
public final class DigestChain {

    private static final String MEMBER = ",\"digest\":\"";

    private String last;

    /** One that begins. */
    public DigestChain() {
        this("");
    }

    /** One that goes on after the line with that digest. */
    public DigestChain(String last) {
        this.last = last;
    }

    /** The digest of the last line; empty before the first. */
    public String last() {
        return last;
    }

    /**
     * A line with its digest as the last member.
     *
     * @param object a JSON object on one line
     */
    public String seal(String object) {
        String open = object.substring(0, object.length() - 1);
        last = digest(open);
        return open + MEMBER + last + "\"}";
    }

    /** Takes in a line that was sealed; empty when it is as it was, else what its digest should be. */
    public Optional<String> check(String line) {
        int member = line.lastIndexOf(MEMBER);
        String open = member < 0 ? line : line.substring(0, member);
        last = digest(open);
        return line.equals(open + MEMBER + last + "\"}") ? Optional.empty() : Optional.of(last);
    }

    private String digest(String open) {
        return Digest.of((last + "\n" + open).getBytes(StandardCharsets.UTF_8)).toString();
    }
}
