package dev.penstock.importing;

import java.util.Optional;

/**
 * What {@code eb deploy} does on a branch.
 *
 * @param name of the branch; {@code default} for a folder that is under no version control
 * @param environment the environment that is deployed to
 * @param region where it is, if the branch says so itself
 */
record EbBranch(String name, String environment, Optional<String> region) {

    /** What the EB CLI calls the branch of a folder that is not under version control. */
    static final String NONE = "default";

    /** The branch that the pipeline follows. */
    String followed() {
        return name.equals(NONE) ? "main" : name;
    }
}
