package dev.penstock.simulator.events;

import dev.penstock.simulator.lambda.Lambda;
import dev.penstock.simulator.s3.NotificationDestinations;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.sns.Sns;
import dev.penstock.simulator.sqs.ServiceMessage;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;
import java.util.Optional;

/** Queues, topics and functions that buckets notify by themselves, without EventBridge. */
public final class BucketTargets implements NotificationDestinations {

    private static final String PRINCIPAL = "s3.amazonaws.com";

    private final Lambda lambda;
    private final Sqs sqs;
    private final Sns sns;
    private final Authorizer authorizer;

    /** @param authorizer asked whether functions and topics let S3 in; queues ask by themselves */
    public BucketTargets(Lambda lambda, Sqs sqs, Sns sns, Authorizer authorizer) {
        this.lambda = lambda;
        this.sqs = sqs;
        this.sns = sns;
        this.authorizer = authorizer;
    }

    @Override
    public boolean has(String arn) {
        return service(arn).equals("sqs") ? sqs.has(arn) : lambda.has(arn);
    }

    @Override
    public void send(String bucketArn, String arn, String message) {
        switch (service(arn)) {
            case "sqs" -> {
                var unused = sqs.deliver(new ServiceMessage(
                        arn,
                        PRINCIPAL,
                        bucketArn,
                        "AIDAS3SIMULATED",
                        message,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
            }
            case "sns" -> {
                if (admits("sns:Publish", bucketArn, arn)) {
                    sns.publish(arn, "Amazon S3 Notification", message);
                }
            }
            default -> toFunction(bucketArn, arn, message);
        }
    }

    private void toFunction(String bucketArn, String arn, String message) {
        if (admits("lambda:InvokeFunction", bucketArn, arn)) {
            try {
                lambda.leave(arn, message);
            } catch (ServiceError gone) {
                // A function that was deleted since gets nothing, as in AWS.
                return;
            }
        }
    }

    private boolean admits(String action, String bucketArn, String arn) {
        return authorizer.admits(PRINCIPAL, action, arn, Map.of("aws:SourceArn", bucketArn));
    }

    private static String service(String arn) {
        String[] parts = arn.split(":", 4);
        return parts.length > 2 ? parts[2] : "";
    }
}
