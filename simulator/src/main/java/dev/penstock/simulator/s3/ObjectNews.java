package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import java.util.Optional;

/** Told of objects that calls make and delete, within the transactions that do it. */
interface ObjectNews {

    /** Nobody. */
    ObjectNews NOBODY = new ObjectNews() {
        @Override
        public void created(Call call, Bucket bucket, String key, StoredObject.Version version) {}

        @Override
        public void deleted(Call call, Bucket bucket, String key, Optional<String> versionId, boolean marker) {}
    };

    void created(Call call, Bucket bucket, String key, StoredObject.Version version);

    /**
     * Something was deleted.
     *
     * @param versionId of the version, or of the marker; empty in a bucket without versions
     * @param marker whether a delete marker was put on top, and nothing is gone
     */
    void deleted(Call call, Bucket bucket, String key, Optional<String> versionId, boolean marker);
}
