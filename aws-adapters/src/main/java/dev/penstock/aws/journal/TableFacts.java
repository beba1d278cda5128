package dev.penstock.aws.journal;

import dev.penstock.journal.JournalException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Large facts in items of the same table, in pieces: for who has no bucket. */
final class TableFacts implements LargeFacts {

    /** Leaves room below the 400 KB of an item. */
    private static final int PIECE = 350 * 1024;

    private final Calls calls;

    TableFacts(Calls calls) {
        this.calls = calls;
    }

    @Override
    public void keep(String owner, String digest, byte[] content) {
        List<WriteRequest> pieces = new ArrayList<>();
        int count = 0;
        for (int from = 0; from < content.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + PIECE));
            Map<String, AttributeValue> item = Calls.with(
                    Layout.key(partition(owner, digest), "%04d".formatted(count)), "piece", Fields.of(piece));
            pieces.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
            count++;
        }
        calls.writeAll(pieces);
    }

    @Override
    public byte[] fetch(String owner, String digest) {
        var bytes = new ByteArrayOutputStream();
        List<Map<String, AttributeValue>> pieces = calls.partition(
                Layout.PARTITION, partition(owner, digest), Integer.MAX_VALUE, query -> query.consistentRead(true));
        if (pieces.isEmpty()) {
            throw new JournalException.Damaged(
                    "fact " + digest + " of " + owner + " is missing in table '" + calls.table() + "'");
        }
        pieces.forEach(piece -> bytes.writeBytes(new Fields(piece).bytes("piece")));
        return bytes.toByteArray();
    }

    @Override
    public void expire(String owner, String digest, Optional<Long> at) {
        calls.partition(
                        Layout.PARTITION,
                        partition(owner, digest),
                        Integer.MAX_VALUE,
                        query -> query.consistentRead(true).projectionExpression("pk, sk"))
                .forEach(piece -> calls.expire(piece, at));
    }

    private static String partition(String owner, String digest) {
        return "F#" + owner + "/" + digest;
    }
}
