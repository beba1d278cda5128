package dev.penstock.lint;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;

/** Platforms of Elastic Beanstalk that are gone, from {@code retired-platforms.tsv}. */
record RetiredPlatforms(Problems problems) {

    private static final List<List<String>> ROWS = Facts.rows("retired-platforms.tsv");

    void ofVersionTwo(SourceSpan span) {
        for (List<String> row : ROWS) {
            if (row.getFirst().equals("dockerrun-v2")) {
                problems.report(
                        ProblemType.LINT_RETIRED_PLATFORM,
                        span,
                        "/AWSEBDockerrunVersion",
                        "The platform '" + row.get(1) + "' that version 2 was made for was retired on " + row.get(2)
                                + ".",
                        "'" + row.get(3)
                                + "' runs such files today; 'penstock migrate' shows what to change for it, or for"
                                + " Compose.");
            }
        }
    }
}
