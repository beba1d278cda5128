package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.QueryNames;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/** SQS as a service. Source: SQS API Reference. */
public final class Sqs {

    private static final String VERSION = "2012-11-05";

    /** Source: SQS API Reference, the examples of the query protocol. */
    private static final QueryNames NAMES = QueryNames.addressedBy("QueueUrl")
            .map("Attributes", "Attribute", "Name")
            .map("tags", "Tag", "Key")
            .map("Tags", "Tag", "Key")
            .map("MessageAttributes", "MessageAttribute", "Name")
            .map("MessageSystemAttributes", "MessageSystemAttribute", "Name")
            .list("AttributeNames", "AttributeName")
            .list("MessageSystemAttributeNames", "MessageSystemAttributeName")
            .list("MessageAttributeNames", "MessageAttributeName")
            .list("Entries", QueryNames.OPERATION + "RequestEntry")
            .list("Successful", QueryNames.OPERATION + "ResultEntry")
            .list("Failed", "BatchResultErrorEntry")
            .list("Messages", "Message")
            .list("QueueUrls", "QueueUrl")
            .list("queueUrls", "QueueUrl")
            .list("Results", "ListMessageMoveTasksResultEntry")
            .list("AWSAccountIds", "AWSAccountId")
            .list("Actions", "ActionName")
            .list("TagKeys", "TagKey");

    private final Calendar calendar;
    private final Authorizer authorizer;
    private final Queues queues;
    private final QueueOperations queueOperations;
    private final QueueListing listing;
    private final QueueTags queueTags;
    private final QueuePermissions permissions;
    private final Sending sending;
    private final Receiving receiving;
    private final InFlight inFlight;
    private final MoveTasks moves;

    /**
     * @param authorizer asked whether services may send to queues
     * @param endpoint the simulator's own address
     */
    public Sqs(
            Store store,
            SimulatedTime time,
            Calendar calendar,
            Ids ids,
            Tags tags,
            Authorizer authorizer,
            Supplier<URI> endpoint) {
        this.calendar = calendar;
        this.authorizer = authorizer;
        queues = new Queues(store, time);
        MessageGroups groups = new MessageGroups(queues);
        queueOperations = new QueueOperations(queues, tags, endpoint);
        listing = new QueueListing(queues, queueOperations::url);
        queueTags = new QueueTags(queues, tags);
        permissions = new QueuePermissions(queues);
        sending = new Sending(queues, groups, ids);
        receiving = new Receiving(queues, groups, ids);
        inFlight = new InFlight(queues);
        moves = new MoveTasks(queues, store, calendar, ids);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("sqs", new ServiceDefinition.Protocol.Json("AmazonSQS"), this::declare)
                .and(new ServiceDefinition.Protocol.Query(
                        VERSION, "http://queue.amazonaws.com/doc/" + VERSION + "/", NAMES));
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("CreateQueue", CreateQueueRequest::builder, queueOperations::create)
                .operation("DeleteQueue", DeleteQueueRequest::builder, queueOperations::delete)
                .operation("GetQueueUrl", GetQueueUrlRequest::builder, queueOperations::url)
                .operation("GetQueueAttributes", GetQueueAttributesRequest::builder, queueOperations::attributes)
                .operation("SetQueueAttributes", SetQueueAttributesRequest::builder, queueOperations::setAttributes)
                .operation("PurgeQueue", PurgeQueueRequest::builder, queueOperations::purge)
                .operation("ListQueues", ListQueuesRequest::builder, listing::list)
                .operation("ListDeadLetterSourceQueues", ListDeadLetterSourceQueuesRequest::builder, listing::sources)
                .operation("TagQueue", TagQueueRequest::builder, queueTags::tag)
                .operation("UntagQueue", UntagQueueRequest::builder, queueTags::untag)
                .operation("ListQueueTags", ListQueueTagsRequest::builder, queueTags::list)
                .operation("AddPermission", AddPermissionRequest::builder, permissions::add)
                .operation("RemovePermission", RemovePermissionRequest::builder, permissions::remove)
                .operation("SendMessage", SendMessageRequest::builder, sending::send)
                .operation("SendMessageBatch", SendMessageBatchRequest::builder, sending::sendBatch)
                .operation("ReceiveMessage", ReceiveMessageRequest::builder, receiving::receive)
                .operation("DeleteMessage", DeleteMessageRequest::builder, inFlight::delete)
                .operation("DeleteMessageBatch", DeleteMessageBatchRequest::builder, inFlight::deleteBatch)
                .operation(
                        "ChangeMessageVisibility", ChangeMessageVisibilityRequest::builder, inFlight::changeVisibility)
                .operation(
                        "ChangeMessageVisibilityBatch",
                        ChangeMessageVisibilityBatchRequest::builder,
                        inFlight::changeVisibilityBatch)
                .operation("StartMessageMoveTask", StartMessageMoveTaskRequest::builder, moves::start)
                .operation("CancelMessageMoveTask", CancelMessageMoveTaskRequest::builder, moves::cancel)
                .operation("ListMessageMoveTasks", ListMessageMoveTasksRequest::builder, moves::list);
    }

    /**
     * Puts a message of a service of AWS into a queue, as part of the current transaction.
     *
     * @return false when there is no such queue, its policy does not let the service in, or it does not take such a message
     */
    public boolean deliver(ServiceMessage message) {
        Optional<Queue> queue = queues.find(message.queueArn());
        Map<String, String> context = Map.of(
                "aws:SourceArn",
                message.sourceArn(),
                "aws:SourceAccount",
                message.sourceArn().split(":", -1)[4]);
        if (queue.isEmpty() || !authorizer.admits(message.service(), "sqs:SendMessage", message.queueArn(), context)) {
            return false;
        }
        return sending.deliver(queue.get(), message, calendar.now());
    }

    /**
     * Says who is told of the ARNs of queues that get a message, within the transaction that puts it there; it may not be
     * visible yet.
     */
    public void whenSent(Consumer<String> told) {
        queues.whenPut(told);
    }

    /** When the first of a queue's messages can be received; empty when it has none. Reads within the current transaction. */
    public Optional<Instant> nextVisible(String arn) {
        return queues.find(arn)
                .flatMap(queue -> queues.messages(queue, calendar.now()).values().stream()
                        .map(StoredMessage::visible)
                        .min(Instant::compareTo));
    }

    /** Whether there is a queue of an ARN. Reads within the current transaction. */
    public boolean has(String arn) {
        return queues.find(arn).isPresent();
    }

    /** The policy of a queue, by its ARN. */
    public Optional<String> policyOf(String arn) {
        return queues.find(arn).flatMap(queue -> queue.attribute("Policy"));
    }
}
