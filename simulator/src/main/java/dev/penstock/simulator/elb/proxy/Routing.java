package dev.penstock.simulator.elb.proxy;

import java.net.InetAddress;

/** Decides what becomes of requests. */
public interface Routing {

    /** What becomes of a request of a client. */
    Route route(HttpHead request, InetAddress client);

    /** Notes that a request was answered with 400 because it was malformed. */
    void malformed();
}
