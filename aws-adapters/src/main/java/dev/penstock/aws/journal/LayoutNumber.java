package dev.penstock.aws.journal;

import dev.penstock.journal.JournalException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The number of the layout that a table has, in an item of its own. A runner that does not know the layout leaves the table alone: it
 * would read what it does not understand, and write over what it does not see.
 */
final class LayoutNumber {

    /** What this program writes. */
    static final long OURS = 1;

    private static final String NUMBER = "number";

    private final Calls calls;
    private volatile boolean known;

    LayoutNumber(Calls calls) {
        this.calls = calls;
    }

    /**
     * Looks, where it was not looked before.
     *
     * @throws JournalException.Damaged if a newer version of Penstock has changed the table
     */
    void checkOnce() {
        if (!known) {
            isThere();
            known = true;
        }
    }

    /**
     * Looks again, as the table may have changed since, and gives a table that has no number ours: a runner writes to it.
     *
     * @throws JournalException.Damaged if a newer version of Penstock has changed the table
     */
    void checkForRunner() {
        if (!isThere()) {
            write();
            isThere();
        }
        known = true;
    }

    private boolean isThere() {
        var found = calls.get(key());
        long number = found.map(item -> new Fields(item).number(NUMBER)).orElse(OURS);
        if (number > OURS) {
            throw new JournalException.Damaged("journal dynamodb://" + calls.table()
                    + " was changed by a newer version of Penstock (its table has layout " + number
                    + ", this one knows " + OURS + "): use that version");
        }
        return found.isPresent();
    }

    private void write() {
        Map<String, AttributeValue> item = new HashMap<>(key());
        item.put(NUMBER, Fields.of(OURS));
        try {
            calls.patiently(
                    "dynamodb:PutItem",
                    () -> calls.client()
                            .putItem(put -> put.tableName(calls.table())
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(" + Layout.PARTITION + ")")));
        } catch (ConditionalCheckFailedException e) {
            // Somebody was faster; what they wrote is looked at.
        }
    }

    private static Map<String, AttributeValue> key() {
        return Layout.key(Layout.NUMBER, Layout.SINGLE);
    }
}
