package dev.penstock.stack;

import dev.penstock.observe.ResourceReader;
import dev.penstock.testing.FakeStacks;

/** The fake keeps the contract. */
class FakeStacksTest extends StacksContract {

    private final FakeStacks stacks = new FakeStacks();

    @Override
    protected Stacks stacks() {
        return stacks;
    }

    @Override
    protected ResourceReader stackReader() {
        return stacks.stackReader();
    }

    @Override
    protected ResourceReader changeSetReader() {
        return stacks.changeSetReader();
    }

    @Override
    protected void letTimePass() {
        // Looking is what moves it on.
    }

    @Override
    protected void letBrokenFail() {
        stacks.fail(
                "Broken",
                "Resource handler returned message: \"no such type\" (RequestToken: 1, HandlerErrorCode: InvalidRequest)");
    }
}
