package dev.penstock.pipeline;

import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What every rule needs: places, what is not known, and checks of single values. */
final class Judge {

    private final Locations locations;
    private final Set<String> unresolved;
    private final Problems problems;

    Judge(Locations locations, Set<String> unresolved, Problems problems) {
        this.locations = locations;
        this.unresolved = unresolved;
        this.problems = problems;
    }

    static String at(String path, Object child) {
        return Fields.child(path, child);
    }

    /** Whether the value at a path is known; one that is not known is not judged. */
    boolean isKnown(String path) {
        return !unresolved.contains(path);
    }

    SourceSpan place(String path) {
        return locations.of(path);
    }

    /** Whether a value of that path was read from a file, or nothing was, because the pipeline was made in code. */
    boolean hasPlace(String path) {
        return locations.spans().containsKey(path) || locations.spans().isEmpty();
    }

    void report(ProblemType type, String path, String message) {
        problems.report(type, locations.of(path), path, message);
    }

    void report(ProblemType type, String path, String message, String hint) {
        problems.report(type, locations.of(path), path, message, hint);
    }

    /** Checks length and characters of a text that is there. What is empty because it is missing has no place of its own. */
    void text(String path, String text, String what, int longest, Characters characters) {
        if (!isKnown(path) || (text.isEmpty() && !hasPlace(path))) {
            return;
        }
        int length = text.codePointCount(0, text.length());
        if (text.isEmpty()) {
            report(ProblemType.PIPELINE_TEXT, path, what + " is empty.", "Write 1 to " + longest + " characters.");
        } else if (length > longest) {
            report(
                    ProblemType.PIPELINE_TEXT,
                    path,
                    what + " has " + length + " characters.",
                    "At most " + longest + " are allowed.");
        } else if (!characters.allowsAll(text)) {
            report(
                    ProblemType.PIPELINE_TEXT,
                    path,
                    what + " '" + text + "' has characters that are not allowed.",
                    "Allowed are " + characters.words() + ".");
        }
    }

    void range(String path, int number, String what, int least, int most) {
        if (isKnown(path) && (number < least || number > most)) {
            report(
                    ProblemType.PIPELINE_NUMBER,
                    path,
                    what + " is " + number + ".",
                    "It may be " + least + " to " + most + ".");
        }
    }

    void count(String path, int count, String what, int fewest, int most) {
        if (isKnown(path) && (count < fewest || count > most)) {
            report(
                    ProblemType.PIPELINE_COUNT,
                    path,
                    "The number of " + what + " here is " + count + ".",
                    fewest == 0 ? "At most " + most + " are allowed." : fewest + " to " + most + " are allowed.");
        }
    }

    /** Names that must be used once only. */
    final class UniqueNames {

        private final String what;
        private final Map<String, String> paths = new HashMap<>();

        /**
         * Starts without any.
         *
         * @param what what the names are and where they must be unique, such as {@code stage names in a pipeline}
         */
        UniqueNames(String what) {
            this.what = what;
        }

        void add(String path, String name) {
            if (name.isEmpty() || !isKnown(path)) {
                return;
            }
            String earlier = paths.putIfAbsent(name, path);
            if (earlier != null) {
                SourceSpan place = place(earlier);
                report(
                        ProblemType.PIPELINE_NAME_TWICE,
                        path,
                        "The name '" + name + "' is used already"
                                + (place.line() > 0 ? ", at line " + place.line() : "") + ".",
                        "Give another name: " + what + " are unique.");
            }
        }

        boolean has(String name) {
            return paths.containsKey(name);
        }
    }
}
