package dev.penstock.simulator.recordings;

/**
 * One recorded response.
 *
 * @param snapshot below the services, without its ending: {@code iam/resource_providers/test_iam}
 * @param test the recorded test without its file: {@code TestS3::test_copy[True]}
 * @param label within the test
 */
record Response(String snapshot, String test, String label) {

    String service() {
        return snapshot.substring(0, snapshot.indexOf('/'));
    }

    @Override
    public String toString() {
        return snapshot + " :: " + test + " :: " + label;
    }
}
