package dev.penstock.simulator.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policies that resources have of their own, like those of buckets and repositories, as their services give them to
 * whoever decides about access.
 */
public final class ResourcePolicies {

    /** One service's resources. */
    @FunctionalInterface
    public interface Source {

        /**
         * The policy of a resource, or of what it lies in: of its bucket for an object.
         *
         * @param arn as an action names it
         * @return the document, or empty when there is none
         */
        Optional<String> policyOf(String arn);
    }

    /**
     * The account that owns a resource whose ARN does not say so, like a bucket's.
     */
    @FunctionalInterface
    public interface Owner {

        /** Twelve digits, or empty when it is not known. */
        Optional<String> ownerOf(String arn);
    }

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Owner> owners = new LinkedHashMap<>();

    /**
     * Registers a service.
     *
     * @param service as ARNs have it, like {@code s3}
     */
    public void register(String service, Source source) {
        sources.put(service, source);
    }

    /** Registers who knows the owners of a service's resources. */
    public void registerOwner(String service, Owner owner) {
        owners.put(service, owner);
    }

    /** The policy of a resource. Reads within the current transaction. */
    public Optional<String> of(String arn) {
        String[] parts = arn.split(":", 4);
        Source source = parts.length > 3 ? sources.get(parts[2]) : null;
        return source == null ? Optional.empty() : source.policyOf(arn);
    }

    /** The account that owns a resource. Reads within the current transaction. */
    public Optional<String> ownerOf(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length > 5 && !parts[4].isEmpty()) {
            return Optional.of(parts[4]);
        }
        Owner owner = parts.length > 3 ? owners.get(parts[2]) : null;
        return owner == null ? Optional.empty() : owner.ownerOf(arn);
    }
}
