package dev.penstock.runner.view;

import dev.penstock.engine.StageLine;
import dev.penstock.execution.ExecutionId;
import java.util.List;
import java.util.stream.Collectors;

/** In front of which stage an execution waits, and for whom. */
final class StageLineText {

    /** So many are named of those that come before; of the others is said how many they are. */
    private static final int NAMED = 4;

    private StageLineText() {}

    /** For one line of a list: whom it waits for directly. */
    static String brief(StageLine line) {
        String text = "for " + line.stage();
        return line.before().isEmpty()
                ? line.inside()
                        .map(inside -> text + ", after " + ExecutionView.shortId(inside))
                        .orElse(text)
                : text + ", after " + ExecutionView.shortId(line.before().getLast());
    }

    /** A sentence or two. */
    static String sentence(StageLine line) {
        String stage = "It waits in front of stage '" + line.stage() + "'";
        String inside = line.inside()
                .map(id -> stage + ": execution " + ExecutionView.shortId(id) + " is in it.")
                .orElse(stage + ", which nobody is in.");
        int before = line.before().size();
        if (before == 0) {
            return inside + " It is the next.";
        }
        String others = before > NAMED ? " and " + (before - NAMED) + " more" : "";
        return inside + " Before it come " + names(line.before().subList(0, Math.min(before, NAMED))) + others + ".";
    }

    private static String names(List<ExecutionId> ids) {
        return ids.stream().map(ExecutionView::shortId).collect(Collectors.joining(", "));
    }

    static JsonText json(StageLine line) {
        JsonText text = new JsonText().put("stage", line.stage());
        line.inside().ifPresent(id -> text.put("inside", id.toString()));
        return text.putTexts(
                "before", line.before().stream().map(ExecutionId::toString).toList());
    }
}
