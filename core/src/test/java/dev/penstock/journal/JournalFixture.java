package dev.penstock.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.AbstractThrowableAssert;

/** What the parts of the journal's contract need from the implementation that is tested, and short ways to use it. */
interface JournalFixture {

    RunnerId ALICE = new RunnerId("alice");
    RunnerId BOB = new RunnerId("bob");
    Instant NOON = Instant.parse("2026-05-04T12:00:00.123456789Z");

    /** The journal of this test: empty at its start. */
    Journal journal();

    /** Ends the process of a runner, as {@code kill -9} would. */
    void endProcessOf(RunnerId runner);

    /** A new execution of pipeline {@code web}, held by a runner, at version 1. */
    default ExecutionId started(RunnerId runner) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal().create("web", "sha256:1", first(id, runner)).join();
        return id;
    }

    default Append first(ExecutionId id, RunnerId runner) {
        return append(id, 0, new Fence(runner, 1));
    }

    default Append append(ExecutionId id, long expectedVersion, Fence fence) {
        return new AppendBuilder(id, expectedVersion, fence).build();
    }

    default byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    default String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    default List<String> payloads(List<Entry> entries) {
        return entries.stream().map(entry -> text(entry.payload())).toList();
    }

    default AbstractThrowableAssert<?, ? extends Throwable> assertFails(CompletableFuture<?> future) {
        return assertThatThrownBy(() -> {
            try {
                future.join();
            } catch (CompletionException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        });
    }
}
