package dev.penstock.source;

import java.util.Map;
import java.util.Optional;

/**
 * Says where the files of source actions really come from: a definition names connections and buckets, the settings name
 * folders and repositories.
 */
@FunctionalInterface
public interface SourceMapping {

    /**
     * Where the files of a source action are.
     *
     * @param action the action's name
     * @param branch the branch that its configuration names, to be taken where nothing more exact is said; empty for sources
     *     that have no branches
     * @return absent if nothing stands in for the action
     */
    Optional<SourceLocation> locationOf(String action, String branch);

    /** A mapping of action names to fixed places. */
    static SourceMapping of(Map<String, ? extends SourceLocation> places) {
        Map<String, SourceLocation> copy = Map.copyOf(places);
        return (action, branch) -> Optional.ofNullable(copy.get(action));
    }
}
