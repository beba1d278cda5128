package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an object holds. Parts of multipart uploads stay blobs of their own, so that nothing is copied to join them.
 *
 * @param pieces blobs, one after the other
 * @param parts the parts in which it was uploaded; none when it was put or copied as one
 * @param etag without quotes
 * @param checksums Base64 values by algorithm, like {@code CRC32}
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
 */
record Content(List<Piece> pieces, List<Part> parts, String etag, Map<String, String> checksums, String checksumType) {

    static final String FULL_OBJECT = "FULL_OBJECT";
    static final String COMPOSITE = "COMPOSITE";

    Content {
        pieces = List.copyOf(pieces);
        parts = List.copyOf(parts);
        checksums = Map.copyOf(checksums);
    }

    /**
     * A part of a blob.
     *
     * @param sha256 the blob
     * @param from its first byte here
     * @param size in bytes
     */
    record Piece(String sha256, long from, long size) {

        static Piece of(Blob blob) {
            return new Piece(blob.sha256(), 0, blob.size());
        }
    }

    /**
     * A part of a multipart upload.
     *
     * @param number as it was uploaded
     * @param size in bytes
     * @param checksums Base64 values by algorithm
     */
    record Part(int number, long size, Map<String, String> checksums) {
        Part {
            checksums = Map.copyOf(checksums);
        }
    }

    static Content none() {
        return new Content(List.of(), List.of(), "", Map.of(), "");
    }

    long size() {
        return pieces.stream().mapToLong(Piece::size).sum();
    }

    /** The parts of blobs that a range takes. */
    List<Piece> slice(ByteRange range) {
        List<Piece> slices = new ArrayList<>();
        long start = 0;
        for (Piece piece : pieces) {
            long from = Math.max(range.from(), start);
            long to = Math.min(range.from() + range.length(), start + piece.size());
            if (from < to) {
                slices.add(new Piece(piece.sha256(), piece.from() + from - start, to - from));
            }
            start += piece.size();
        }
        return slices;
    }

    /** The same for an answer's body. */
    List<Call.Contents> answer(ByteRange range) {
        return slice(range).stream()
                .map(p -> new Call.Contents(p.sha256(), p.from(), p.size()))
                .toList();
    }
}
