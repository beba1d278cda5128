package dev.penstock.lint;

import dev.penstock.document.Places;
import dev.penstock.problem.SourceSpan;

/** Places of a file; what has none has the file's. */
record LintPlaces(Places places, String file) {

    SourceSpan at(String path) {
        return places.at(path).orElseGet(() -> SourceSpan.ofFile(file));
    }
}
