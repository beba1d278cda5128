package dev.penstock.build;

/** Knows the projects that definitions name. */
@FunctionalInterface
public interface BuildProjects {

    /**
     * The project of an action.
     *
     * @param project its name, {@code ProjectName} in the configuration; may hold references to variables while a
     *     definition is checked
     * @param action the action's name
     */
    BuildProject project(String project, String action);
}
