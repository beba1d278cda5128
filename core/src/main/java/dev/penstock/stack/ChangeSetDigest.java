package dev.penstock.stack;

import dev.penstock.artifact.Digest;
import dev.penstock.stack.ResourceChange.Detail;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The digest of what a change set is and would do. Each value goes in with its length before it, so that no two change sets
 * read the same whatever their values hold.
 */
final class ChangeSetDigest {

    private final StringBuilder text = new StringBuilder();

    private ChangeSetDigest() {}

    static Digest of(ChangeSet changes) {
        ChangeSetDigest digest = new ChangeSetDigest();
        digest.add(changes.id());
        digest.add(changes.parameters());
        digest.add(changes.tags());
        digest.add(changes.capabilities());
        digest.add(changes.rollback().alarms());
        digest.add(Integer.toString(changes.rollback().monitoringMinutes()));
        digest.add(changes.notificationArns());
        digest.size(changes.changes().size());
        changes.changes().forEach(digest::add);
        return Digest.of(digest.text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void add(ResourceChange change) {
        add(change.action());
        add(change.logicalId());
        add(change.physicalId());
        add(change.type());
        add(change.replacement());
        size(change.scope().size());
        change.scope().forEach(this::add);
        add(change.policyAction());
        size(change.details().size());
        change.details().forEach(this::add);
        add(change.nestedChangeSetId());
        add(change.module());
        add(change.beforeContext());
        add(change.afterContext());
    }

    private void add(Detail detail) {
        add(detail.attribute());
        add(detail.name());
        add(detail.recreation());
        add(detail.evaluation());
        add(detail.source());
        add(detail.causingEntity());
        add(detail.path());
        add(detail.before());
        add(detail.after());
        add(detail.change());
    }

    private void add(Map<String, String> values) {
        size(values.size());
        values.forEach((name, value) -> {
            add(name);
            add(value);
        });
    }

    private void add(Collection<String> values) {
        size(values.size());
        values.forEach(this::add);
    }

    private void add(Optional<String> value) {
        size(value.isPresent() ? 1 : 0);
        value.ifPresent(this::add);
    }

    private void add(Enum<?> constant) {
        add(constant.name());
    }

    private void add(String value) {
        text.append(value.length()).append(':').append(value);
    }

    private void size(int count) {
        text.append(count).append(';');
    }
}
