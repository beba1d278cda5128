package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.stack.CloudFormationState.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the events of an operation in the order in which they happened, each once, with how long each resource took. */
final class EventTeller {

    private final Operation operation;
    private final List<StackEvent> events;
    private final StackExperience experience;
    private final Map<String, StackEvent> begun = new HashMap<>();
    private final Map<String, StackEvent> latest = new LinkedHashMap<>();

    EventTeller(Operation operation, List<StackEvent> events, StackExperience experience) {
        this.operation = operation;
        this.events = events;
        this.experience = experience;
    }

    /**
     * Tells what is new.
     *
     * @param told the event that was told last; empty if none was
     * @return the event that was told last now
     */
    String tell(ActionContext context, String told) {
        boolean isNew =
                told.isEmpty() || events.stream().noneMatch(event -> event.id().equals(told));
        String last = told;
        for (StackEvent event : events) {
            boolean isRepeated = hasBegun(event);
            String line = line(event);
            if (isNew) {
                learn(context, event);
                last = event.id();
                if (!isRepeated) {
                    context.log(line);
                }
            }
            isNew |= event.id().equals(told);
        }
        return last;
    }

    private void learn(ActionContext context, StackEvent event) {
        StackEvent beginning = begun.get(event.stackId() + "/" + event.logicalId());
        if (beginning != null && !event.isOfTheStack()) {
            deed(event.status(), "_COMPLETE")
                    .ifPresent(deed -> experience.took(
                            context.scope(), event.type(), deed, Duration.between(beginning.at(), event.at())));
        }
    }

    private static Optional<StackExperience.Deed> deed(String status, String end) {
        for (StackExperience.Deed deed : StackExperience.Deed.values()) {
            if (status.equals(deed + end)) {
                return Optional.of(deed);
            }
        }
        return Optional.empty();
    }

    /** CloudFormation says that a resource begins, and says it again when the resource has an id. */
    private boolean hasBegun(StackEvent event) {
        StackEvent before = begun.get(event.stackId() + "/" + event.logicalId());
        return event.isBeginning()
                && !event.isOfTheStack()
                && before != null
                && before.status().equals(event.status());
    }

    private String line(StackEvent event) {
        String resource = event.stackId() + "/" + event.logicalId();
        if (!event.isOfTheStack()) {
            latest.put(resource, event);
        }
        StackEvent beginning = begun.get(resource);
        if (event.isBeginning() && (beginning == null || !beginning.status().equals(event.status()))) {
            begun.put(resource, event);
            beginning = null;
        }
        var line = new StringBuilder();
        if (!event.stackId().equals(operation.stackId())) {
            line.append("  ").append(event.stackName()).append(": ");
        }
        line.append(
                event.isOfTheStack() ? "stack " + event.stackName() : event.logicalId() + " (" + event.type() + ")");
        line.append(": ").append(event.status());
        if (beginning != null && !event.isBeginning()) {
            line.append(" in ").append(words(Duration.between(beginning.at(), event.at())));
        }
        if (!event.reason().isEmpty()) {
            line.append(", ").append(event.reason());
        }
        return line.toString();
    }

    /** How far it is, in a few words; to be asked after {@link #tell}. */
    String progress(ActionContext context) {
        long done = latest.values().stream().filter(StackEvent::isDone).count();
        List<String> underWay = latest.values().stream()
                .filter(StackEvent::isBeginning)
                .map(event -> event.logicalId() + " (" + event.type() + ")" + usual(context, event))
                .toList();
        long total = Math.max(operation.resources(), latest.size());
        var text = new StringBuilder();
        boolean back = events.reversed().stream()
                .filter(StackEvent::isOfTheStack)
                .findFirst()
                .filter(event -> event.status().contains("ROLLBACK"))
                .isPresent();
        if (back) {
            text.append("rolling back: ");
        }
        text.append(done).append(" of ").append(total).append(total == 1 ? " resource" : " resources");
        if (!underWay.isEmpty()) {
            text.append(", now ").append(underWay.getFirst());
            if (underWay.size() > 1) {
                text.append(" and ").append(underWay.size() - 1).append(" more");
            }
        }
        return text.toString();
    }

    private String usual(ActionContext context, StackEvent event) {
        return deed(event.status(), "_IN_PROGRESS")
                .flatMap(deed -> experience.usual(context.scope(), event.type(), deed))
                .map(time -> ", usually " + words(time))
                .orElse("");
    }

    private static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
