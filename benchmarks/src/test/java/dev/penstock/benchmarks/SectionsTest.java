package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What was not measured anew stays on the page. */
class SectionsTest {

    private static final String OLD = """
        # Benchmarks

        Of yesterday.

        ## Steps

        many

        ## What was aimed at

        | what | aim |
        | --- | --- |
        | steps | 1 |
        | start | 2 |

        Nothing has a thread.

        ## What holds it back

        Disks.
        """;

    @Test
    void sectionsThatWereNotMeasuredStayInTheirPlaces() {
        String page = Sections.of("""
            # Benchmarks

            Of today.

            ## Functions

            fast

            ## What holds it back

            Nothing.
            """).over(Sections.of(OLD), List.of());
        assertThat(page)
                .isEqualTo(OLD.replace("Of yesterday.\n\n", "Of today.\n\n## Functions\n\nfast\n\n")
                        .replace("Disks.", "Nothing."));
    }

    @Test
    void rowsThatWereNotMeasuredStayBesideThoseThatWere() {
        String page = Sections.of("""
            # Benchmarks

            Of today.

            ## What was aimed at

            | what | aim |
            | --- | --- |
            | start | 3 |
            | end | 4 |
            """).over(Sections.of(OLD), List.of("## What was aimed at"));
        assertThat(page)
                .isEqualTo(OLD.replace("Of yesterday.", "Of today.")
                        .replace("| start | 2 |", "| start | 3 |\n| end | 4 |"));
    }

    @Test
    void aPageIsItselfWithoutAnOlderOne() {
        assertThat(Sections.of(OLD).over(Sections.of(""), List.of("## What was aimed at")))
                .isEqualTo(OLD);
    }
}
