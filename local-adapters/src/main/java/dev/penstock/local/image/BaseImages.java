package dev.penstock.local.image;

import java.util.Optional;

/** Says what is taken in place of a base image that cannot be pulled. */
@FunctionalInterface
public interface BaseImages {

    /** Nothing is: a base image that cannot be pulled is an error. */
    BaseImages REAL_ONLY = reference -> Optional.empty();

    /** An empty image is, and everybody is told: for simulated runs, in which nobody looks into the image. */
    BaseImages STAND_INS = reference ->
            Optional.of("the base image " + reference + " could not be pulled; an empty one stands in for it");

    /**
     * Asked when a base image cannot be pulled.
     *
     * @param reference as the Dockerfile has it
     * @return what people are told when an empty image stands in for it; absent if none may
     */
    Optional<String> standInFor(String reference);
}
