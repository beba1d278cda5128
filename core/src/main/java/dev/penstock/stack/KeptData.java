package dev.penstock.stack;

import dev.penstock.action.AwsScope;

/**
 * What outlives the stack that made it because it holds data. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}; what is gone already is no failure.
 */
public interface KeptData {

    /** Deletes a table with all that is in it. */
    void deleteTable(AwsScope scope, String name);

    /** Deletes a bucket with all objects that are in it, and all of their versions. */
    void deleteBucket(AwsScope scope, String name);
}
