package dev.penstock.stack.review;

import java.util.List;
import java.util.Optional;

/**
 * One thing that changes about a resource.
 *
 * @param path of the property, with slashes between names, like {@code LoadBalancers/0/ContainerName}; or the attribute of the
 *     resource, like {@code Tags} or {@code DeletionPolicy}
 * @param before the value as it is, as the platform writes it; absent if not told or not there
 * @param after the value as it will be; absent if not told, gone, or known only then
 * @param knownLater whether the new value is known only when the change has been carried out
 * @param replaces whether it is a reason to replace the resource
 * @param interrupts whether changing it interrupts a resource that stays the same
 * @param causes where it comes from; at least one
 */
public record PropertyChange(
        String path,
        Optional<String> before,
        Optional<String> after,
        boolean knownLater,
        Replaced replaces,
        boolean interrupts,
        List<Cause> causes) {

    public PropertyChange {
        causes = List.copyOf(causes);
    }
}
