package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a read takes of an object: all, a range, or a part as it was uploaded.
 *
 * @param bytes which
 * @param partial whether the answer is one of partial content
 * @param part the part that was asked for
 */
record PartOf(ByteRange bytes, boolean partial, Optional<Content.Part> part, int parts) {

    static PartOf of(Call call, Version version, @Nullable String range, @Nullable Integer number) {
        long size = version.size();
        if (number != null) {
            if (range != null) {
                throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
            }
            return part(version.content(), number);
        }
        Optional<String> ifRange = call.header("if-range");
        Optional<ByteRange> asked =
                Conditions.rangeHolds(version, ifRange) ? ByteRange.of(range, size) : Optional.empty();
        return new PartOf(asked.orElse(new ByteRange(0, size)), asked.isPresent(), Optional.empty(), 0);
    }

    private static PartOf part(Content content, int number) {
        List<Content.Part> parts = content.parts();
        if (number < 1 || number > 10_000) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    Integer.toString(number));
        } else if (number > Math.max(1, parts.size())) {
            throw new ServiceError(
                    "InvalidPartNumber",
                    416,
                    "The requested partnumber is not satisfiable",
                    Map.of(
                            "ActualPartCount", Integer.toString(Math.max(1, parts.size())),
                            "PartNumberRequested", Integer.toString(number)));
        }
        if (parts.isEmpty()) {
            return new PartOf(new ByteRange(0, content.size()), true, Optional.empty(), 0);
        }
        long from = parts.subList(0, number - 1).stream()
                .mapToLong(Content.Part::size)
                .sum();
        Content.Part part = parts.get(number - 1);
        return new PartOf(new ByteRange(from, part.size()), true, Optional.of(part), parts.size());
    }

    @Nullable
    String contentRange(long size) {
        return partial && size > 0 ? bytes.header(size) : null;
    }

    @Nullable
    Integer partsCount() {
        return part.isPresent() ? parts : null;
    }

    /** The checksums of what is read: of the whole, or of a part that was uploaded with one. */
    Map<String, String> checksums(Version version) {
        if (part.isPresent()) {
            Map<String, String> sums =
                    new HashMap<>(Checksums.members(part.get().checksums()));
            if (!sums.isEmpty()) {
                sums.put("ChecksumType", version.content().checksumType());
            }
            return sums;
        }
        boolean whole = bytes.length() == version.size();
        return whole ? Checksums.members(version.content()) : Map.of();
    }
}
