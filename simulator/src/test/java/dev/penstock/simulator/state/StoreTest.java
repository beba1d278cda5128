package dev.penstock.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Task;

class StoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    enum Colour {
        RED
    }

    record Inner(String text, List<String> list) {}

    record Row(
            String text,
            int count,
            long big,
            boolean flag,
            Instant at,
            Duration pause,
            Optional<String> maybe,
            Map<String, String> map,
            List<Inner> inner,
            Colour colour,
            Task task) {}

    record Small(String text) {}

    record Grown(
            String text,
            String word,
            int count,
            double share,
            Duration pause,
            Colour colour,
            Optional<Instant> at,
            List<String> list,
            Small small,
            Task task) {}

    record Dated(String text, Instant at) {}

    @TempDir
    private Path directory;

    @Test
    void rowsOfEveryKindAreTheSameAfterReopening() {
        Row row = new Row(
                "täxt \"\n",
                7,
                1L << 60,
                true,
                NOW.plusNanos(123),
                Duration.ofMillis(5),
                Optional.empty(),
                Map.of("a", "b"),
                List.of(new Inner("x", List.of("y"))),
                Colour.RED,
                Task.builder().taskArn("arn").createdAt(NOW).version(3L).build());
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Row> table = store.table("rows", Row.class);
            store.transact(() -> put(table, "k", row));
        }

        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Row> table = store.table("rows", Row.class);
            assertThat(store.transact(() -> table.get("k"))).contains(row);
            assertThat(store.latest()).isEqualTo(NOW);
        }
    }

    @Test
    void aReadingAsOfAnEarlierTimeSeesWhatWasTrueThenAndLeavesEverythingAsItIs() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        try (Store store = Store.inMemory(now::get)) {
            Table<Small> table = store.table("rows", Small.class);
            Index<Small> index = table.index(row -> List.of(row.text()));
            store.remember(Duration.ofSeconds(10));
            SplittableRandom random = new SplittableRandom(20260103);
            List<Map<String, Small>> states = new ArrayList<>();
            for (int second = 0; second < 10; second++) {
                now.set(NOW.plusSeconds(second));
                store.transact(() -> {
                    for (int i = 0; i < 5; i++) {
                        String key = "k" + random.nextInt(6);
                        if (random.nextInt(3) == 0) {
                            table.remove(key);
                        } else {
                            table.put(key, new Small("v" + random.nextInt(3)));
                        }
                    }
                    return states.add(new TreeMap<>(table.rows()));
                });
            }
            for (int second = 0; second < 10; second++) {
                Map<String, Small> then = states.get(second);
                store.asOf(NOW.plusSeconds(second), () -> {
                    assertThat(table.rows()).isEqualTo(then);
                    assertThat(index.of("v1")).hasSize((int) then.values().stream()
                            .filter(new Small("v1")::equals)
                            .count());
                    return put(table, "k0", new Small("written while reading"));
                });
                assertThat(store.transact(() -> new TreeMap<>(table.rows()))).isEqualTo(states.getLast());
            }
            store.remember(Duration.ZERO);
            store.asOf(NOW, () -> {
                assertThat(table.rows()).isEqualTo(states.getLast());
                return table;
            });
        }
    }

    @Test
    void aTransactionThatThrowsChangesNothing() {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            store.transact(() -> put(table, "a", new Small("kept")));

            assertThatThrownBy(() -> store.transact(() -> {
                        put(table, "a", new Small("changed"));
                        put(table, "b", new Small("new"));
                        table.remove("a");
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(store.transact(() -> List.copyOf(table.all()))).containsExactly(new Small("kept"));
        }
        assertThat(reopened()).containsExactly(Map.entry("a", "kept"));
    }

    @Test
    void whateverIsLeftOfTheLastLineTheRestIsThere() throws Exception {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            store.transact(() -> put(table, "a", new Small("1")));
            store.transact(() -> {
                put(table, "a", new Small("2"));
                return put(table, "b", new Small("2"));
            });
        }
        Path file = directory.resolve("state.jsonl");
        byte[] whole = Files.readAllBytes(file);
        int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int cut = first; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));

            assertThat(reopened()).describedAs("cut at byte %d", cut).containsExactly(Map.entry("a", "1"));
            assertThat(Files.size(file)).isEqualTo(first);
        }
        Files.write(file, whole);
        assertThat(reopened()).containsExactly(Map.entry("a", "2"), Map.entry("b", "2"));
    }

    @Test
    void damageBeforeTheEndIsToldWithItsPlace() throws Exception {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            store.transact(() -> put(table, "a", new Small("1")));
            store.transact(() -> put(table, "a", new Small("2")));
        }
        Path file = directory.resolve("state.jsonl");
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] = 'x';
        Files.write(file, bytes);

        assertThatThrownBy(this::reopened)
                .isInstanceOf(DamagedStateException.class)
                .hasMessageContaining("state.jsonl, line 1");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void rowsThatWereKeptBeforeAComponentExistedHaveItEmpty() {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            store.transact(() -> put(table, "a", new Small("1")));
        }
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Grown> table = store.table("rows", Grown.class);
            assertThat(store.transact(() -> table.get("a")))
                    .contains(new Grown(
                            "1",
                            "",
                            0,
                            0.0,
                            Duration.ZERO,
                            Colour.RED,
                            Optional.empty(),
                            List.of(),
                            new Small(""),
                            Task.builder().build()));
            store.compact();
        }
    }

    @Test
    void aKeptRowThatIsNotOfItsKindIsNamed() {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            store.transact(() -> put(table, "a", new Small("1")));
        }
        try (Store store = Store.open(directory, () -> NOW)) {
            assertThatThrownBy(() -> store.table("rows", Dated.class))
                    .isInstanceOf(DamagedStateException.class)
                    .hasMessageContaining("the kept row 'a' of rows lacks 'at'");
        }
    }

    @Test
    void compactingKeepsTheRowsAlsoThoseOfKindsThatAreNotRegistered() throws Exception {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            Table<Small> other = store.table("other", Small.class);
            for (int i = 0; i < 50; i++) {
                Small row = new Small("v" + i);
                store.transact(() -> put(table, "a", row));
            }
            store.transact(() -> put(other, "o", new Small("kept")));
        }
        long before = Files.size(directory.resolve("state.jsonl"));
        try (Store store = Store.open(directory, () -> NOW)) {
            store.table("rows", Small.class);
            store.compact();
        }

        assertThat(Files.size(directory.resolve("state.jsonl"))).isLessThan(before / 5);
        assertThat(reopened()).containsExactly(Map.entry("a", "v49"));
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> other = store.table("other", Small.class);
            assertThat(store.transact(() -> other.get("o"))).contains(new Small("kept"));
        }
    }

    @Test
    void aDirectoryIsOpenOnce() {
        try (Store store = Store.open(directory, () -> NOW)) {
            assertThat(store.latest()).isEqualTo(Instant.MIN);
            assertThatThrownBy(() -> Store.open(directory, () -> NOW))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another simulator has it open");
        }
    }

    @Test
    void blobsAreFoundByTheirDigestAndSweptWhenNobodyRefersToThem() {
        try (Store store = Store.open(directory, () -> NOW)) {
            Blob kept = store.blobs().store("kept".getBytes(StandardCharsets.UTF_8));
            Blob gone = store.blobs().store("gone".getBytes(StandardCharsets.UTF_8));

            store.blobs().retain(Set.of(kept.sha256()));

            assertThat(store.blobs().bytes(kept.sha256()))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("kept");
            assertThat(store.blobs().has(gone.sha256())).isFalse();
            assertThat(kept.md5()).hasSize(32);
        }
    }

    private Map<String, String> reopened() {
        try (Store store = Store.open(directory, () -> NOW)) {
            Table<Small> table = store.table("rows", Small.class);
            return store.transact(() -> {
                Map<String, String> rows = new TreeMap<>();
                table.under("").forEach((key, row) -> rows.put(key, row.text()));
                return rows;
            });
        }
    }

    private static <T extends Record> boolean put(Table<T> table, String key, T row) {
        table.put(key, row);
        return true;
    }

    @Test
    void aPartOfATransactionThatFailsIsUndoneAlone() {
        Store store = Store.inMemory(() -> NOW);
        Table<Small> table = store.table("small", Small.class);
        List<String> announced = new ArrayList<>();
        store.transact(() -> {
            table.put("kept", new Small("before"));
            store.afterCommit(() -> announced.add("kept"));
            assertThatThrownBy(() -> store.attempt(() -> {
                        table.put("kept", new Small("changed"));
                        table.put("new", new Small("new"));
                        store.afterCommit(() -> announced.add("undone"));
                        throw new IllegalArgumentException("refused");
                    }))
                    .hasMessage("refused");
            table.put("after", new Small("after"));
            return table;
        });

        assertThat(store.transact(() -> List.copyOf(table.all())))
                .containsExactlyInAnyOrder(new Small("before"), new Small("after"));
        assertThat(announced).containsExactly("kept");
    }
}
