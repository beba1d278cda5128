package dev.penstock.simulator.recordings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table at the end of a run: what became of each service's recorded responses. */
final class AgreementTable {

    private static final String ROW = "  %-16s %8s %8s %8s %8s %12s%n";

    private AgreementTable() {}

    /** @param tallies of the classes that ran; services without any are left out */
    static String of(List<Tally> tallies) {
        Map<Response, Boolean> compared = new LinkedHashMap<>();
        Set<String> services = new TreeSet<>();
        for (Tally tally : tallies) {
            services.add(tally.snapshot().substring(0, tally.snapshot().indexOf('/')));
            tally.compared().forEach((response, agrees) -> compared.merge(response, agrees, Boolean::logicalAnd));
        }
        StringBuilder out = new StringBuilder(
                String.format(ROW, "recordings:", "recorded", "compared", "agree", "disagree", "not replayed"));
        services.forEach(service -> service(service, compared, out));
        return out.toString();
    }

    private static void service(String service, Map<Response, Boolean> compared, StringBuilder out) {
        List<Response> recorded = Recordings.snapshots(service).stream()
                .flatMap(snapshot -> Recordings.responses(snapshot).stream())
                .toList();
        Account account = Account.of(recorded, compared, Agreement.NOT_REPLAYED);
        long agreeing =
                account.compared().values().stream().filter(agrees -> agrees).count();
        out.append(String.format(
                ROW,
                service,
                recorded.size(),
                account.compared().size(),
                agreeing,
                account.compared().size() - agreeing,
                recorded.size() - account.compared().size()));
        Map<String, Long> reasons = account.notReplayed().values().stream()
                .collect(Collectors.groupingBy(Rule::reason, TreeMap::new, Collectors.counting()));
        if (!account.unaccounted().isEmpty()) {
            reasons.put("no replay in this run", (long) account.unaccounted().size());
        }
        reasons.forEach((reason, count) -> out.append(String.format("  %12d not replayed: %s%n", count, reason)));
    }
}
