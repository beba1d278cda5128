package dev.penstock.bucket;

import dev.penstock.testing.FakeBuckets;

class FakeBucketsTest extends BucketsContract {

    private final FakeBuckets buckets = new FakeBuckets().versioned("versioned").missing("missing");

    @Override
    protected Buckets buckets() {
        return buckets;
    }

    @Override
    protected String bucket() {
        return "plain";
    }

    @Override
    protected String versionedBucket() {
        return "versioned";
    }

    @Override
    protected String missingBucket() {
        return "missing";
    }
}
