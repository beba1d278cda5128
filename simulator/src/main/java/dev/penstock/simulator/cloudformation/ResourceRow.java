package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonTexts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A resource of a stack.
 *
 * @param state as it is, as far as it is known
 * @param status like {@code CREATE_COMPLETE}
 * @param reason why; empty for none
 * @param changed when the status changed
 * @param before as it was before the operation under way changed it; empty when that has not
 * @param fresh the operation under way has made it
 * @param after the logical ids of what it depends on
 * @param deletion what becomes of it with its stack or when it leaves the template
 * @param replacement what becomes of it when another takes its place
 * @param drift IN_SYNC, MODIFIED, DELETED, NOT_CHECKED
 * @param checked when drift was looked for; the epoch when it never was
 * @param tagged the stack tags that it was last given, as JSON
 */
record ResourceRow(
        String stackId,
        String logicalId,
        String type,
        State state,
        String status,
        String reason,
        Instant changed,
        Optional<State> before,
        boolean fresh,
        List<String> after,
        String deletion,
        String replacement,
        String drift,
        Instant checked,
        String tagged) {

    /**
     * A resource as it is known.
     *
     * @param physicalId empty while it has none
     * @param properties JSON
     * @param attributes JSON
     */
    record State(String physicalId, String properties, String attributes) {

        static State none() {
            return new State("", "{}", "{}");
        }

        boolean isThere() {
            return !physicalId.isEmpty();
        }

        Deployed deployed(String type) {
            return new Deployed(type, physicalId, JsonTexts.structure(properties), JsonTexts.structure(attributes));
        }
    }

    static ResourceRow expected(String stackId, String logicalId, String type, Instant now) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                State.none(),
                "",
                "",
                now,
                Optional.empty(),
                false,
                List.of(),
                "Delete",
                "Delete",
                "NOT_CHECKED",
                Instant.EPOCH,
                "{}");
    }

    ResourceRow {
        after = List.copyOf(after);
    }

    String key() {
        return key(stackId, logicalId);
    }

    static String key(String stackId, String logicalId) {
        return stackId + " " + logicalId;
    }

    Deployed deployed() {
        return state.deployed(type);
    }

    /** Whether it was made, as far as the stack knows, and not deleted again. */
    boolean isThere() {
        return state.isThere() && !status.equals("DELETE_COMPLETE") && !status.equals("DELETE_SKIPPED");
    }

    ResourceRow being(String newStatus, String why, Instant now) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                newStatus,
                why,
                now,
                before,
                fresh,
                after,
                deletion,
                replacement,
                drift,
                checked,
                tagged);
    }

    ResourceRow with(State now) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                now,
                status,
                reason,
                changed,
                before,
                fresh,
                after,
                deletion,
                replacement,
                drift,
                checked,
                tagged);
    }

    /** Remembers what it is, as far as nothing is remembered yet, before it is changed. */
    ResourceRow remembering() {
        return before.isPresent() || fresh ? this : was(Optional.of(state));
    }

    ResourceRow was(Optional<State> earlier) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                status,
                reason,
                changed,
                earlier,
                fresh,
                after,
                deletion,
                replacement,
                drift,
                checked,
                tagged);
    }

    ResourceRow made(boolean now) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                status,
                reason,
                changed,
                before,
                now,
                after,
                deletion,
                replacement,
                drift,
                checked,
                tagged);
    }

    ResourceRow under(String deletionPolicy, String replacementPolicy, List<String> dependencies) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                status,
                reason,
                changed,
                before,
                fresh,
                dependencies,
                deletionPolicy,
                replacementPolicy,
                drift,
                checked,
                tagged);
    }

    ResourceRow drifted(String how, Instant when) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                status,
                reason,
                changed,
                before,
                fresh,
                after,
                deletion,
                replacement,
                how,
                when,
                tagged);
    }

    ResourceRow tagged(String stackTags) {
        return new ResourceRow(
                stackId,
                logicalId,
                type,
                state,
                status,
                reason,
                changed,
                before,
                fresh,
                after,
                deletion,
                replacement,
                drift,
                checked,
                stackTags);
    }
}
