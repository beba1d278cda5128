package dev.penstock.simulator.s3;

/** What notifications of buckets go to: queues, topics and functions. Within transactions. */
public interface NotificationDestinations {

    /** None at all. */
    NotificationDestinations NONE = new NotificationDestinations() {
        @Override
        public boolean has(String arn) {
            return false;
        }

        @Override
        public void send(String bucketArn, String arn, String message) {}
    };

    /** Whether there is a queue or a function of that ARN. */
    boolean has(String arn);

    /**
     * Sends a notification. What is not there any more, or does not let S3 in, gets nothing.
     *
     * @param bucketArn on whose behalf
     * @param message JSON text
     */
    void send(String bucketArn, String arn, String message);
}
