package dev.penstock.metric;

import dev.penstock.action.AwsScope;

/**
 * Where both sides of a release are asked for.
 *
 * @param name as the verdict's settings name it under {@code scopes}, such as a Region; empty when there is one place only
 * @param canary in whose name and where the new version's side is asked for
 * @param baseline in whose name and where the old version's side is asked for
 */
public record Place(String name, AwsScope canary, AwsScope baseline) {

    /** Where both sides are in one account and Region. */
    public static Place of(String name, AwsScope scope) {
        return new Place(name, scope, scope);
    }

    /** Whether both sides are in one account and Region, as far as is known. */
    public boolean isOne() {
        return canary.equals(baseline);
    }
}
