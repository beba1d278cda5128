package dev.penstock.simulator.recordings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of every response of some snapshots: compared, or listed in {@code not-replayed.txt} with the reason why
 * not, or neither.
 *
 * @param compared whether each response that was compared agrees
 * @param notReplayed the rule for each that was not compared and has one
 * @param unaccounted those that were not compared and are listed nowhere
 */
record Account(Map<Response, Boolean> compared, Map<Response, Rule> notReplayed, List<Response> unaccounted) {

    static Account of(List<Response> recorded, Map<Response, Boolean> compared, List<Rule> rules) {
        Map<Response, Boolean> known = new LinkedHashMap<>();
        Map<Response, Rule> notReplayed = new LinkedHashMap<>();
        List<Response> unaccounted = new ArrayList<>();
        for (Response response : recorded) {
            Boolean agrees = compared.get(response);
            Optional<Rule> rule = rules.stream().filter(r -> r.covers(response)).findFirst();
            if (agrees != null) {
                known.put(response, agrees);
            } else if (rule.isPresent()) {
                notReplayed.put(response, rule.get());
            } else {
                unaccounted.add(response);
            }
        }
        return new Account(known, notReplayed, unaccounted);
    }

    /** Lines for what is neither compared nor listed, and for rules that say of nothing but compared responses why not. */
    List<String> problems(List<Rule> rules) {
        List<String> problems = new ArrayList<>();
        unaccounted.forEach(response -> problems.add("neither compared nor in not-replayed.txt: " + response));
        for (Rule rule : rules) {
            List<Response> covered =
                    Recordings.everything().stream().filter(rule::covers).toList();
            if (!covered.isEmpty() && compared.keySet().containsAll(covered)) {
                problems.add("all is compared, take it out of not-replayed.txt: " + rule.text());
            }
        }
        return problems;
    }
}
