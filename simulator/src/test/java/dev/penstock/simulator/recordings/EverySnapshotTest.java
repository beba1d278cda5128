package dev.penstock.simulator.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What no test class replays is listed too. The responses of snapshots that are replayed are held by {@link Agreement}. */
class EverySnapshotTest {

    @Test
    void snapshotsThatNoTestReplaysAreListedWithTheReason() {
        assumeTrue(Recordings.areThere(), "left out: there are no recordings beside this repository");
        Set<String> services = Agreement.snapshots().stream()
                .map(snapshot -> snapshot.substring(0, snapshot.indexOf('/')))
                .collect(Collectors.toSet());
        List<Response> others = services.stream()
                .flatMap(service -> Recordings.snapshots(service).stream())
                .filter(snapshot -> !Agreement.snapshots().contains(snapshot))
                .flatMap(snapshot -> Recordings.responses(snapshot).stream())
                .toList();

        Account account = Account.of(others, Map.of(), Agreement.NOT_REPLAYED);

        assertThat(account.unaccounted()).as("listed in not-replayed.txt").isEmpty();
    }

    @Test
    void everyRuleSaysSomethingOfARecording() {
        assumeTrue(Recordings.areThere(), "left out: there are no recordings beside this repository");
        List<Response> all = Recordings.everything();

        assertThat(Agreement.NOT_REPLAYED.stream()
                        .filter(rule -> all.stream().noneMatch(rule::covers))
                        .map(Rule::text))
                .as("rules of not-replayed.txt that cover nothing")
                .isEmpty();
    }
}
