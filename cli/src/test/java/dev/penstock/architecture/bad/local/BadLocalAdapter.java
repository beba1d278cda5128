package dev.penstock.architecture.bad.local;

import dev.penstock.architecture.bad.aws.BadAwsAdapter;

/** An adapter that knows the other one. */
final class BadLocalAdapter {

    Object other(BadAwsAdapter adapter) {
        return adapter;
    }
}
