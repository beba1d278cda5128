package dev.penstock.simulator.cloudformation;

import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** The status of a stack that follows from what is being done to it. Source: CloudFormation User Guide, "Stack statuses". */
final class Statuses {

    private Statuses() {}

    static StackStatus begun(StackOperation.Kind kind) {
        return switch (kind) {
            case CREATE -> StackStatus.CREATE_IN_PROGRESS;
            case UPDATE -> StackStatus.UPDATE_IN_PROGRESS;
            case DELETE -> StackStatus.DELETE_IN_PROGRESS;
            case IMPORT -> StackStatus.IMPORT_IN_PROGRESS;
        };
    }

    static StackStatus rollingBack(StackOperation operation) {
        return switch (operation.kind()) {
            case CREATE -> StackStatus.ROLLBACK_IN_PROGRESS;
            case UPDATE -> StackStatus.UPDATE_ROLLBACK_IN_PROGRESS;
            case DELETE -> StackStatus.DELETE_IN_PROGRESS;
            case IMPORT -> StackStatus.IMPORT_ROLLBACK_IN_PROGRESS;
        };
    }

    static StackStatus failed(StackOperation operation) {
        boolean back = operation.isRollingBack();
        return switch (operation.kind()) {
            case CREATE -> back ? StackStatus.ROLLBACK_FAILED : StackStatus.CREATE_FAILED;
            case UPDATE -> back ? StackStatus.UPDATE_ROLLBACK_FAILED : StackStatus.UPDATE_FAILED;
            case DELETE -> StackStatus.DELETE_FAILED;
            case IMPORT -> StackStatus.IMPORT_ROLLBACK_FAILED;
        };
    }

    static StackStatus complete(StackOperation operation) {
        boolean back = operation.isRollingBack();
        return switch (operation.kind()) {
            case CREATE -> back ? StackStatus.ROLLBACK_COMPLETE : StackStatus.CREATE_COMPLETE;
            case UPDATE -> back ? StackStatus.UPDATE_ROLLBACK_COMPLETE : StackStatus.UPDATE_COMPLETE;
            case DELETE -> StackStatus.DELETE_COMPLETE;
            case IMPORT -> back ? StackStatus.IMPORT_ROLLBACK_COMPLETE : StackStatus.IMPORT_COMPLETE;
        };
    }
}
