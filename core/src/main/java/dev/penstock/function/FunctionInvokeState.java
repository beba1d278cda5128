package dev.penstock.function;

import dev.penstock.artifact.ObjectLocation;
import java.util.Optional;

/** Where an action that invokes a function is. */
public sealed interface FunctionInvokeState {

    /** Nothing is done yet. */
    record Begun() implements FunctionInvokeState {}

    /**
     * The function is invoked, or is to be again.
     *
     * @param job how many times it has said that it goes on later: each time is another job
     * @param continuationToken what it wants to be given; absent the first time
     * @param exchange the folder with the artifacts; absent if there are none
     * @param account the account that has the function
     */
    record Job(int job, Optional<String> continuationToken, Optional<ObjectLocation> exchange, String account)
            implements FunctionInvokeState {}
}
