package dev.penstock.stack.review;

import java.time.Duration;

/**
 * A setting that costs time in what a change set will do, and what another value would gain.
 *
 * @param setting in words, such as {@code deregistration delay}
 * @param resource the resource that has it; empty for a setting of the deployment itself
 * @param place where it is written, or where the resource is; empty if that is not known
 * @param now its value, with its unit
 * @param better a value that is quicker, with its unit
 * @param gain the time that would be gained
 * @param source where it is said that this is waited for
 */
public record Advice(
        String setting, String resource, String place, String now, String better, Duration gain, String source) {

    /** For people: one sentence. */
    public String sentence(String gained) {
        return (resource.isEmpty() ? "" : resource + ": ") + setting + " " + now + ", with " + better + " it gains "
                + gained + (place.isEmpty() ? "" : " (" + place + ")") + ".";
    }
}
