package dev.penstock.importing;

import java.util.List;

/**
 * A deployment, and for which branches it is.
 *
 * @param branches empty for all
 */
record TravisDeployment(Target target, List<String> branches) {

    TravisDeployment {
        branches = List.copyOf(branches);
    }
}
