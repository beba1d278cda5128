package dev.penstock.library;

import dev.penstock.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A definition or its settings have errors. The message names each with its place, one a line. */
public final class InvalidDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** All that was found, errors and the rest. */
    public InvalidDefinitionException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> problem.span() + ": " + problem.id() + ": " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that was found, errors and the rest, with places and hints. */
    public List<Problem> problems() {
        return problems;
    }
}
