package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/**
 * What receivers do with messages. A standard queue takes any receipt of a message; a FIFO queue takes the last one, as long
 * as the message is kept back for it.
 */
final class InFlight {

    private final Queues queues;

    InFlight(Queues queues) {
        this.queues = queues;
    }

    DeleteMessageResponse delete(Call call, DeleteMessageRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        delete(call, queue, request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    DeleteMessageBatchResponse deleteBatch(Call call, DeleteMessageBatchRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        Batches.check("DeleteMessageBatchRequestEntry", request.entries(), DeleteMessageBatchRequestEntry::id);
        List<DeleteMessageBatchResultEntry> done = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (DeleteMessageBatchRequestEntry entry : request.entries()) {
            try {
                delete(call, queue, entry.receiptHandle());
                done.add(DeleteMessageBatchResultEntry.builder().id(entry.id()).build());
            } catch (ServiceError e) {
                failed.add(Batches.failure(entry.id(), e));
            }
        }
        return DeleteMessageBatchResponse.builder()
                .successful(Batches.orNull(done))
                .failed(Batches.orNull(failed))
                .build();
    }

    ChangeMessageVisibilityResponse changeVisibility(Call call, ChangeMessageVisibilityRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        changeVisibility(call, queue, request.receiptHandle(), request.visibilityTimeout());
        return ChangeMessageVisibilityResponse.builder().build();
    }

    ChangeMessageVisibilityBatchResponse changeVisibilityBatch(Call call, ChangeMessageVisibilityBatchRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        Batches.check(
                "ChangeMessageVisibilityBatchRequestEntry",
                request.entries(),
                ChangeMessageVisibilityBatchRequestEntry::id);
        List<ChangeMessageVisibilityBatchResultEntry> done = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
            try {
                changeVisibility(call, queue, entry.receiptHandle(), entry.visibilityTimeout());
                done.add(ChangeMessageVisibilityBatchResultEntry.builder()
                        .id(entry.id())
                        .build());
            } catch (ServiceError e) {
                failed.add(Batches.failure(entry.id(), e));
            }
        }
        return ChangeMessageVisibilityBatchResponse.builder()
                .successful(Batches.orNull(done))
                .failed(Batches.orNull(failed))
                .build();
    }

    private void delete(Call call, Queue queue, @Nullable String handle) {
        ReceiptHandle parsed = handle(queue, handle);
        queues.message(queue, parsed.message(), call.now()).ifPresent(message -> {
            checkHeld(queue, message, parsed, call.now());
            queues.remove(queue, parsed.message());
            call.effect(queue.arn());
        });
    }

    private void changeVisibility(Call call, Queue queue, @Nullable String handle, @Nullable Integer timeout) {
        if (timeout == null) {
            throw SqsErrors.missing("VisibilityTimeout");
        }
        ReceiptHandle parsed = handle(queue, handle);
        if (timeout < 0 || timeout > Receiving.LONGEST_VISIBILITY) {
            throw SqsErrors.invalidParameter("VisibilityTimeout", timeout, "Must be >= 0 and <= 43200, if provided.");
        }
        StoredMessage message = queues.message(queue, parsed.message(), call.now())
                .orElseThrow(() -> SqsErrors.invalidParameter(
                        "ReceiptHandle",
                        parsed.text(),
                        "Message does not exist or is not available for visibility timeout change."));
        checkHeld(queue, message, parsed, call.now());
        Instant until = call.now().plusSeconds(timeout);
        boolean tooLong = message.last()
                .filter(at -> until.isAfter(at.plus(Receiving.longest())))
                .isPresent();
        if (tooLong) {
            throw SqsErrors.invalidParameter(
                    "VisibilityTimeout",
                    timeout,
                    "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
        }
        queues.put(queue, parsed.message(), message.visibleFrom(until));
        call.effect(queue.arn());
    }

    private static ReceiptHandle handle(Queue queue, @Nullable String handle) {
        String given = Optional.ofNullable(handle)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SqsErrors.missing("ReceiptHandle"));
        return ReceiptHandle.parse(queue, given);
    }

    private static void checkHeld(Queue queue, StoredMessage message, ReceiptHandle handle, Instant now) {
        boolean held = message.isWithReceiver(now) && message.receipt().equals(handle.receipt());
        if (queue.isFifo() && !held) {
            throw SqsErrors.invalidParameter("ReceiptHandle", handle.text(), "The receipt handle has expired.");
        }
    }
}
