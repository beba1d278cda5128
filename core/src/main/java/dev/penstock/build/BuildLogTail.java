package dev.penstock.build;

import dev.penstock.action.ActionContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Passes the lines of a build to the action's log, without secrets and of bounded length, and keeps the last ones: where a command
 * has failed, those up to its end, since phases that follow say nothing of it.
 */
final class BuildLogTail implements BuildLog {

    private static final int KEPT = 20;
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_KEPT = 500;

    /** What the AWS CLI and boto3, the SDKs for Java and JavaScript, and Terraform say. */
    private static final Pattern NO_CREDENTIALS =
            Pattern.compile("Unable to locate credentials|Unable to load credentials"
                    + "|Could not load credentials from any providers|No valid credential sources found");

    private final ActionContext context;
    private final Deque<String> last = new ArrayDeque<>();
    private boolean complete;
    private boolean lacksCredentials;

    BuildLogTail(ActionContext context) {
        this.context = context;
    }

    @Override
    public void line(String text) {
        lacksCredentials |= !complete && NO_CREDENTIALS.matcher(text).find();
        // Masked before it is cut: half a secret would not be found any more.
        String masked = context.masker().mask(text);
        if (!complete) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(cut(masked, LONGEST_KEPT));
        }
        context.log(cut(masked, LONGEST));
    }

    private static String cut(String line, int longest) {
        return line.length() <= longest
                ? line
                : line.substring(0, longest) + "… (" + (line.length() - longest) + " more characters)";
    }

    @Override
    public void failed() {
        complete = true;
    }

    /** Whether a tool said, before anything failed, that it found no credentials of AWS. */
    boolean lacksCredentials() {
        return lacksCredentials;
    }

    /** The last lines, oldest first. */
    List<String> lastLines() {
        return List.copyOf(last);
    }
}
