package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What JSON can order to go wrong within services, by its words. */
enum IncidentWord {
    NO_CAPACITY("noCapacity", "provider"),
    CANNOT_PULL("cannotPull", "image"),
    SPOT_INTERRUPTION("spotInterruption", "delay", "within"),
    FOREIGN_CHANGE("foreignChange", "stage", "delay", "within", "taskDefinition", "desiredCount");

    private final String word;
    private final String members;

    IncidentWord(String word, String... members) {
        this.word = word;
        this.members = String.join(" ", members);
    }

    static Optional<IncidentWord> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(IncidentWord::word).toList();
    }

    String word() {
        return word;
    }

    /** What its JSON may say beside what all may. */
    Set<String> members() {
        return Set.of(members.split(" ", -1));
    }

    /** What happens, as its JSON says. */
    Incident incident(FaultRulesReader.Details details) {
        Incident.Where where = new Incident.Where(details.pattern("cluster"), details.pattern("group"));
        return switch (this) {
            case NO_CAPACITY -> new Incident.NoCapacity(where, details.pattern("provider"));
            case CANNOT_PULL -> new Incident.CannotPull(where, details.pattern("image"));
            case SPOT_INTERRUPTION -> new Incident.SpotInterruption(where, delay(details));
            case FOREIGN_CHANGE ->
                new Incident.ForeignChange(
                        where,
                        stage(details),
                        delay(details),
                        details.maybeText("taskDefinition"),
                        details.maybeCount("desiredCount"));
        };
    }

    private static Incident.Delay delay(FaultRulesReader.Details details) {
        return new Incident.Delay(
                details.maybeDuration("delay").orElse(Duration.ZERO),
                details.maybeDuration("within").orElse(Duration.ZERO));
    }

    private static DeploymentStage stage(FaultRulesReader.Details details) {
        Set<String> words = Arrays.stream(DeploymentStage.values())
                .map(DeploymentStage::word)
                .collect(Collectors.toSet());
        String said = details.oneOf("stage", DeploymentStage.BEGUN.word(), words);
        return DeploymentStage.valueOf(said.toUpperCase(Locale.ROOT));
    }
}
