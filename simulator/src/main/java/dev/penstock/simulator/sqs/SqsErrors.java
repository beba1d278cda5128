package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.ServiceError;

/**
 * SQS's errors in its own words. Each has two codes: the name of its shape in JSON, and what the Query protocol calls it.
 * Sources: SQS API Reference; messages as recorded from AWS where recordings have them.
 */
final class SqsErrors {

    private static final String SHAPES = "com.amazonaws.sqs#";

    /** Errors that the model does not have come from the framework that services are built with. */
    private static final String FRAMEWORK = "com.amazon.coral.service#";

    private static final String QUERY = "AWS.SimpleQueueService.";

    private SqsErrors() {}

    static ServiceError invalidParameter(String message) {
        return ServiceError.client(FRAMEWORK + "InvalidParameterValueException", message)
                .calledInQuery("InvalidParameterValue");
    }

    static ServiceError invalidParameter(String parameter, Object value, String reason) {
        return invalidParameter("Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
    }

    static ServiceError missing(String parameter) {
        return ServiceError.client(
                        FRAMEWORK + "MissingRequiredParameterException",
                        "The request must contain the parameter " + parameter + ".")
                .calledInQuery("MissingParameter");
    }

    static ServiceError unknownAttribute(String name) {
        return attributeName("Unknown Attribute " + name + ".");
    }

    static ServiceError attributeName(String message) {
        return modelled("InvalidAttributeName", message).calledInQuery("InvalidAttributeName");
    }

    static ServiceError attributeValue(String message) {
        return modelled("InvalidAttributeValue", message).calledInQuery("InvalidAttributeValue");
    }

    static ServiceError noQueue() {
        return modelled("QueueDoesNotExist", "The specified queue does not exist.")
                .saidInQuery(QUERY + "NonExistentQueue", "The specified queue does not exist for this wsdl version.");
    }

    static ServiceError nameExists(String attribute) {
        return modelled(
                        "QueueNameExists",
                        "A queue already exists with the same name and a different value for attribute " + attribute)
                .calledInQuery("QueueAlreadyExists");
    }

    static ServiceError deletedRecently() {
        return prefixed(
                "QueueDeletedRecently",
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
    }

    static ServiceError purging(String queue) {
        return ServiceError.of(
                        403,
                        SHAPES + "PurgeQueueInProgress",
                        "Only one PurgeQueue operation on " + queue + " is allowed every 60 seconds.")
                .calledInQuery(QUERY + "PurgeQueueInProgress");
    }

    static ServiceError contents() {
        return modelled(
                        "InvalidMessageContents",
                        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF |"
                                + " #xE000 to #xFFFD | #x10000 to #x10FFFF")
                .calledInQuery("InvalidMessageContents");
    }

    static ServiceError receiptHandle(String handle) {
        return modelled(
                        "ReceiptHandleIsInvalid",
                        "The input receipt handle \"" + handle + "\" is not a valid receipt handle.")
                .calledInQuery("ReceiptHandleIsInvalid");
    }

    static ServiceError notFound(String message) {
        return ServiceError.of(404, SHAPES + "ResourceNotFoundException", message)
                .calledInQuery("ResourceNotFoundException");
    }

    static ServiceError emptyBatch(String entries) {
        return prefixed("EmptyBatchRequest", "There should be at least one " + entries + " in the request.");
    }

    static ServiceError tooManyEntries(int most, int sent) {
        return prefixed(
                "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are " + most + ". You have sent " + sent + ".");
    }

    static ServiceError entryId() {
        return prefixed(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most"
                        + " 80 letters long.");
    }

    static ServiceError repeated(String id) {
        return prefixed("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
    }

    static ServiceError batchTooLong(int most, int sent) {
        return prefixed(
                "BatchRequestTooLong",
                "Batch requests cannot be longer than " + most + " bytes. You have sent " + sent + " bytes.");
    }

    static ServiceError unsupported(String message) {
        return prefixed("UnsupportedOperation", message);
    }

    /** The name of an error as entries of batches have it. */
    static String codeInBatch(ServiceError error) {
        return error.queryCode();
    }

    private static ServiceError prefixed(String shape, String message) {
        return modelled(shape, message).calledInQuery(QUERY + shape);
    }

    private static ServiceError modelled(String shape, String message) {
        return ServiceError.client(SHAPES + shape, message);
    }
}
