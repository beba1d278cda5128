package dev.penstock.simulator.elb.proxy;

import java.io.IOException;

/** What came over a connection is no HTTP/1. */
public final class MalformedHttpException extends IOException {

    MalformedHttpException(String why) {
        super(why);
    }
}
