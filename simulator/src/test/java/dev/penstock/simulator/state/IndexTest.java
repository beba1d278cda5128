package dev.penstock.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {

    record Row(List<String> colours, int number) {}

    @Test
    void rowsAreFoundByTheirTermsAsTheyChange() {
        try (Store store = Store.inMemory(() -> Instant.EPOCH)) {
            Table<Row> table = store.table("rows", Row.class);
            Index<Row> byColour = table.index(Row::colours);

            store.transact(() -> {
                table.put("b", new Row(List.of("red", "blue"), 1));
                table.put("a", new Row(List.of("red"), 2));
                assertThat(byColour.of("red")).extracting(Row::number).containsExactly(2, 1);

                table.put("b", new Row(List.of("blue"), 3));
                assertThat(byColour.of("red")).extracting(Row::number).containsExactly(2);
                assertThat(byColour.of("blue")).extracting(Row::number).containsExactly(3);

                table.remove("a");
                assertThat(byColour.of("red")).isEmpty();
                return 0;
            });
        }
    }

    @Test
    void anUndoneTransactionLeavesTheIndexAsItWas() {
        try (Store store = Store.inMemory(() -> Instant.EPOCH)) {
            Table<Row> table = store.table("rows", Row.class);
            Index<Row> byColour = table.index(Row::colours);
            store.transact(() -> {
                table.put("a", new Row(List.of("red"), 1));
                return 0;
            });

            assertThatThrownBy(() -> store.transact(() -> {
                        table.put("a", new Row(List.of("blue"), 2));
                        table.put("b", new Row(List.of("red"), 3));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            store.transact(() -> {
                assertThat(byColour.of("red")).extracting(Row::number).containsExactly(1);
                assertThat(byColour.of("blue")).isEmpty();
                return 0;
            });
        }
    }

    @Test
    void rowsThatWereKeptAreFound(@TempDir Path directory) {
        try (Store store = Store.open(directory, () -> Instant.EPOCH)) {
            Table<Row> table = store.table("rows", Row.class);
            store.transact(() -> {
                table.put("a", new Row(List.of("red"), 1));
                return 0;
            });
        }
        try (Store store = Store.open(directory, () -> Instant.EPOCH)) {
            Index<Row> byColour = store.table("rows", Row.class).index(Row::colours);
            store.transact(() -> assertThat(byColour.of("red")).hasSize(1));
        }
    }
}
