package dev.penstock.stack;

import dev.penstock.action.TransientFault;
import java.io.IOException;

/** Stacks cannot take an operation yet, as what their latest one replaced is being removed: asking again helps. */
final class StackCleaningUp extends IOException implements TransientFault {

    private static final long serialVersionUID = 1;

    StackCleaningUp(String message) {
        super(message);
    }

    @Override
    public boolean isTransient() {
        return true;
    }
}
