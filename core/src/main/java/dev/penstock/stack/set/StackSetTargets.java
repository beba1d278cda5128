package dev.penstock.stack.set;

import java.util.List;

/**
 * Where stacks are: every account in every Region.
 *
 * @param accounts ids of 12 digits
 * @param organizationalUnits ids of organizational units, whose accounts are meant
 * @param regions in the order in which they come
 */
public record StackSetTargets(List<String> accounts, List<String> organizationalUnits, List<String> regions) {

    /** Nowhere; in an update, wherever there are instances. */
    public static final StackSetTargets NONE = new StackSetTargets(List.of(), List.of(), List.of());

    public StackSetTargets {
        accounts = List.copyOf(accounts);
        organizationalUnits = List.copyOf(organizationalUnits);
        regions = List.copyOf(regions);
    }

    /** Whether nothing is named. */
    public boolean isEmpty() {
        return regions.isEmpty() || (accounts.isEmpty() && organizationalUnits.isEmpty());
    }
}
