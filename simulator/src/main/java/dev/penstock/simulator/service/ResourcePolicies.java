package dev.penstock.simulator.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What services know of their resources and whoever decides about access does not: the policies that resources have of their
 * own, like those of buckets and repositories, who owns them, what they are called in full, and which roles they bring along.
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

    /** Resources that requests may name in part, like a secret by its name. */
    @FunctionalInterface
    public interface Naming {

        /**
         * The whole ARN.
         *
         * @param asked as the table of actions makes it of a request
         * @return empty when there is no such resource
         */
        Optional<String> arnOf(String asked);
    }

    /**
     * A role that a call gives to a service.
     *
     * @param arn of the role
     * @param service who takes it on, like {@code ecs-tasks.amazonaws.com}
     */
    public record PassedRole(String arn, String service) {}

    /** Roles that calls pass on without naming them, like those of the task definition that is run. */
    @FunctionalInterface
    public interface Passing {

        /** The roles that a call passes on beside those that its request names. */
        List<PassedRole> rolesOf(Caller caller, String operation, SdkPojo request);
    }

    private final Map<String, Naming> namings = new LinkedHashMap<>();
    private final Map<String, Passing> passings = new LinkedHashMap<>();
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

    /** Registers who knows the names of a service's resources. */
    public void registerNaming(String service, Naming naming) {
        namings.put(service, naming);
    }

    /**
     * Registers who knows the roles that calls of a service pass on.
     *
     * @param service its signing name
     */
    public void registerPassing(String service, Passing passing) {
        passings.put(service, passing);
    }

    /** The roles that a call passes on beside those that its request names. Reads within the current transaction. */
    public List<PassedRole> passed(Caller caller, String service, String operation, SdkPojo request) {
        Passing passing = passings.get(service);
        return passing == null ? List.of() : passing.rolesOf(caller, operation, request);
    }

    /** The whole ARN of a resource that was named in part, if it was. Reads within the current transaction. */
    public Optional<String> named(String asked) {
        String[] parts = asked.split(":", 4);
        Naming naming = parts.length > 3 ? namings.get(parts[2]) : null;
        return naming == null ? Optional.empty() : naming.arnOf(asked);
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
