package dev.penstock.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds an {@link Append}; what is not set is as small as possible. */
public final class AppendBuilder {

    private final ExecutionId execution;
    private final long expectedVersion;
    private final Fence fence;
    private final List<ClaimChange> claims = new ArrayList<>();
    private final List<SignalId> takenIn = new ArrayList<>();
    private Instant at = JournalFixture.NOON;
    private byte[] payload;
    private Optional<Append.StatusChange> status = Optional.empty();

    public AppendBuilder(ExecutionId execution, long expectedVersion, Fence fence) {
        this.execution = execution;
        this.expectedVersion = expectedVersion;
        this.fence = fence;
        this.payload = ("entry " + (expectedVersion + 1)).getBytes(UTF_8);
    }

    public AppendBuilder at(Instant time) {
        at = time;
        return this;
    }

    public AppendBuilder payload(byte[] bytes) {
        payload = bytes;
        return this;
    }

    public AppendBuilder acquire(String name) {
        claims.add(new ClaimChange.Acquire(name));
        return this;
    }

    public AppendBuilder release(String name) {
        claims.add(new ClaimChange.Release(name));
        return this;
    }

    public AppendBuilder await(String name) {
        claims.add(new ClaimChange.Await(name, ("displaced from " + name).getBytes(UTF_8)));
        return this;
    }

    public AppendBuilder lineUp(String name) {
        claims.add(new ClaimChange.LineUp(name));
        return this;
    }

    public AppendBuilder stopAwaiting(String name) {
        claims.add(new ClaimChange.StopAwaiting(name));
        return this;
    }

    public AppendBuilder takeIn(SignalId signal) {
        takenIn.add(signal);
        return this;
    }

    public AppendBuilder status(String word, boolean ended, String detail) {
        status = Optional.of(new Append.StatusChange(word, ended, detail));
        return this;
    }

    public Append build() {
        return new Append(execution, expectedVersion, fence, at, payload, claims, takenIn, status);
    }
}
