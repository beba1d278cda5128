package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which revisions work with which schemas. */
final class ContractsTest {

    /** 3 takes away what 2 has replaced; 5 what 4 has. */
    private static final Contracts CONTRACTS = new Contracts(Map.of("3", "2", "5", "4"));

    private static SchemaHistory versions(String... applied) {
        return new SchemaHistory(List.of(applied), Optional.empty(), true);
    }

    private static SchemaHistory order(String... applied) {
        return new SchemaHistory(List.of(applied), Optional.empty(), false);
    }

    @ParameterizedTest
    @CsvSource({
        // newest migration, written for, works
        "1, 1, true",
        "2, 1, true",
        "2, 2, true",
        "2, 3, false",
        "3, 1, false",
        "3, 2, true",
        "4, 2, true",
        "4, 4, true",
        "5, 3, false",
        "5, 4, true",
        "5, 5, true",
    })
    void aRevisionWorksFromTheMigrationThatItWasWrittenForUntilWhatItNeedsIsTakenAway(
            int newest, String writtenFor, boolean works) {
        List<String> applied = new ArrayList<>();
        for (int version = 1; version <= newest; version++) {
            applied.add(Integer.toString(version));
        }
        String[] all = applied.toArray(String[]::new);

        assertThat(CONTRACTS.fit(versions(all), writtenFor) instanceof Fit.Works)
                .isEqualTo(works);
        assertThat(CONTRACTS.fit(order(all), writtenFor) instanceof Fit.Works).isEqualTo(works);
    }

    @Test
    void whatItLacksOrWhatBreaksItIsNamed() {
        assertThat(CONTRACTS.fit(versions("1", "2"), "3")).isEqualTo(new Fit.Lacks("3"));
        assertThat(CONTRACTS.fit(versions("1", "2", "3"), "1")).isEqualTo(new Fit.Broken("3", "2"));
    }

    @Test
    void versionsAreComparedAsNumbersAndEqualOnesHaveSeveralForms() {
        Contracts contracts = new Contracts(Map.of("2.10", "2.9"));

        assertThat(contracts.fit(versions("2.9", "2.10"), "2.9")).isInstanceOf(Fit.Works.class);
        assertThat(contracts.fit(versions("2", "2.9", "2.10"), "2.0")).isInstanceOf(Fit.Broken.class);
        assertThat(contracts.fit(versions("002", "2_9"), "2")).isInstanceOf(Fit.Works.class);
        assertThat(contracts.fit(versions("20261122130000", "20261122140000"), "20261122130000"))
                .isInstanceOf(Fit.Works.class);
    }

    @Test
    void whatWasThereBeforeTheHistoryBeganIsThere() {
        SchemaHistory began = new SchemaHistory(List.of("8"), Optional.of("7"), true);

        assertThat(new Contracts(Map.of("5", "4")).fit(began, "3")).isEqualTo(new Fit.Broken("5", "4"));
        assertThat(new Contracts(Map.of("5", "4")).fit(began, "6")).isInstanceOf(Fit.Works.class);
    }

    @Test
    void ofIdsThatAreNoVersionsTheOrderInWhichTheyWereAppliedCounts() {
        SchemaHistory history = order("db/a.xml::ann::names", "db/a.xml::ann::full-names", "db/b.xml::bob::drop-names");
        Contracts contracts = new Contracts(Map.of("drop-names", "full-names"));

        assertThat(contracts.fit(history, "names")).isEqualTo(new Fit.Broken("drop-names", "full-names"));
        assertThat(contracts.fit(history, "full-names")).isInstanceOf(Fit.Works.class);
        assertThat(contracts.fit(history, "db/a.xml::ann::full-names")).isInstanceOf(Fit.Works.class);
        assertThat(contracts.fit(history, "full-namesx")).isInstanceOf(Fit.Lacks.class);
    }

    @Test
    void whatIsToComeBreaksWhatWasWrittenBeforeItsReplacement() {
        assertThat(CONTRACTS.pendingFor(versions("1", "2", "3"))).containsExactly("5");
        assertThat(CONTRACTS.breaks(versions("1"), "3", "1")).isTrue();
        assertThat(CONTRACTS.breaks(versions("1", "2"), "3", "2")).isFalse();
        assertThat(new Contracts(Map.of("drop", "add")).breaks(order("first"), "drop", "first"))
                .as("the replacement is to come, too")
                .isTrue();
    }

    @Test
    void newerSettingsSayThatAMigrationTakesNothingAwayAfterAll() {
        Contracts mended = new Contracts(Map.of("3", "none")).over(new Contracts(Map.of("3", "2")));

        assertThat(mended.fit(versions("1", "2", "3"), "1")).isInstanceOf(Fit.Works.class);
        assertThat(mended.pendingFor(versions("1"))).isEmpty();
    }

    /** However migrations and contracts lie: taking contracts away never breaks, and what works goes on to work until a contract. */
    @Test
    void expandingBreaksNothingAndOnlyContractsDo() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int migrations = 1 + random.nextInt(12);
            Map<String, String> oldest = new TreeMap<>();
            for (int version = 2; version <= migrations; version++) {
                if (random.nextInt(3) == 0) {
                    oldest.put(Integer.toString(version), Integer.toString(1 + random.nextInt(version - 1)));
                }
            }
            Contracts contracts = new Contracts(oldest);
            List<String> applied = new ArrayList<>();
            for (int version = 1; version <= migrations; version++) {
                String id = Integer.toString(version);
                SchemaHistory before = new SchemaHistory(List.copyOf(applied), Optional.empty(), random.nextBoolean());
                applied.add(id);
                SchemaHistory after = new SchemaHistory(List.copyOf(applied), Optional.empty(), before.isVersioned());
                for (int revision = 1; revision < version; revision++) {
                    String writtenFor = Integer.toString(revision);
                    boolean worked = contracts.fit(before, writtenFor) instanceof Fit.Works;
                    boolean works = contracts.fit(after, writtenFor) instanceof Fit.Works;
                    boolean foretold = contracts.breaks(before, id, writtenFor);
                    assertThat(works)
                            .as("seed %d, %s at %s", seed, writtenFor, id)
                            .isEqualTo(worked && !foretold);
                }
            }
        }
    }
}
