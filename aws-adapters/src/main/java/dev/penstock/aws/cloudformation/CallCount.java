package dev.penstock.aws.cloudformation;

/** How many calls something took. Of one thread. */
final class CallCount {

    private int calls;

    void add() {
        calls++;
    }

    int calls() {
        return calls;
    }
}
