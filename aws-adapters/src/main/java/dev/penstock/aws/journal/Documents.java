package dev.penstock.aws.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Pinned documents, an item each. */
final class Documents {

    private final Calls calls;
    private final Contents contents;

    Documents(Calls calls, Contents contents) {
        this.calls = calls;
        this.contents = contents;
    }

    void pin(String digest, byte[] document) {
        if (pinned(digest).isPresent()) {
            return;
        }
        Map<String, AttributeValue> item = new HashMap<>(Layout.key(Layout.document(digest), Layout.SINGLE));
        HeadItem.content(item, contents.keep("documents", document));
        try {
            calls.patiently(
                    "dynamodb:PutItem",
                    () -> calls.client()
                            .putItem(put -> put.tableName(calls.table())
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(pk)")));
        } catch (ConditionalCheckFailedException e) {
            // Somebody was faster; under a digest there is but one document.
        }
    }

    Optional<byte[]> pinned(String digest) {
        return calls.get(Layout.key(Layout.document(digest), Layout.SINGLE))
                .map(item -> contents.bytes("documents", HeadItem.content(new Fields(item))));
    }
}
