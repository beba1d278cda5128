package dev.penstock.build.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How tests ended.
 *
 * @param passed how many passed
 * @param failed how many found something else than they expect, or broke off
 * @param skipped how many were not carried out, or did not come to an end
 * @param failedTests names of those that failed, in the order found; the first {@value #MOST_NAMES} of them
 */
public record TestReport(int passed, int failed, int skipped, List<String> failedTests) {

    /** How many names are kept. */
    public static final int MOST_NAMES = 20;

    /** No tests. */
    public static final TestReport NONE = new TestReport(0, 0, 0, List.of());

    private static final int LONGEST_NAME = 200;

    public TestReport {
        failedTests = failedTests.stream()
                .limit(MOST_NAMES)
                .map(name -> name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…")
                .toList();
    }

    /** How many there were. */
    public int tests() {
        return passed + failed + skipped;
    }

    /** These and others. */
    public TestReport and(TestReport other) {
        List<String> names = new ArrayList<>(failedTests);
        names.addAll(other.failedTests);
        return new TestReport(passed + other.passed, failed + other.failed, skipped + other.skipped, names);
    }

    /** One more test that ended so. */
    TestReport and(Ending ending, String name) {
        return switch (ending) {
            case PASSED -> new TestReport(passed + 1, failed, skipped, failedTests);
            case FAILED -> and(new TestReport(0, 1, 0, List.of(name)));
            case SKIPPED -> new TestReport(passed, failed, skipped + 1, failedTests);
        };
    }

    /** How a test ended. */
    enum Ending {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** In words: {@code 12 tests passed, 1 failed, 2 were skipped}. */
    public String words() {
        StringBuilder words = new StringBuilder();
        words.append(passed).append(passed == 1 ? " test passed" : " tests passed");
        if (failed > 0) {
            words.append(", ").append(failed).append(" failed");
        }
        if (skipped > 0) {
            words.append(", ").append(skipped).append(skipped == 1 ? " was skipped" : " were skipped");
        }
        return words.toString();
    }
}
