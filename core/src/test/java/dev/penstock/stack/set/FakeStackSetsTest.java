package dev.penstock.stack.set;

import dev.penstock.observe.ResourceReader;
import dev.penstock.testing.FakeStackSets;

class FakeStackSetsTest extends StackSetsContract {

    private final FakeStackSets sets = new FakeStackSets();

    @Override
    protected StackSets sets() {
        return sets;
    }

    @Override
    protected ResourceReader reader() {
        return sets;
    }

    @Override
    protected String account() {
        return "111122223333";
    }

    @Override
    protected void letTimePass() {
        // Each look at an operation lets it go on.
    }
}
