package dev.penstock.build;

import dev.penstock.action.ActionContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Passes the lines of a build to the action's log, without secrets and of bounded length, and keeps the last ones. */
final class BuildLogTail implements BuildLog {

    private static final int KEPT = 20;
    private static final int LONGEST = 16 * 1024;

    private final ActionContext context;
    private final Deque<String> last = new ArrayDeque<>();

    BuildLogTail(ActionContext context) {
        this.context = context;
    }

    @Override
    public void line(String text) {
        // Masked before it is cut: half a secret would not be found any more.
        String masked = context.masker().mask(text);
        String line = masked.length() <= LONGEST
                ? masked
                : masked.substring(0, LONGEST) + "… (" + (masked.length() - LONGEST) + " more characters)";
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        context.log(line);
    }

    /** The last lines, oldest first. */
    List<String> lastLines() {
        return List.copyOf(last);
    }
}
