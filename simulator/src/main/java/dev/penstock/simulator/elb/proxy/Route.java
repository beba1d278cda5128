package dev.penstock.simulator.elb.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What becomes of a request. */
public sealed interface Route {

    /** The connection is closed without an answer. */
    record Close() implements Route {}

    /**
     * It is answered here.
     *
     * @param headers without length
     */
    record Answer(int status, List<HttpHead.Header> headers, byte[] body) implements Route {
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    /**
     * It is passed on.
     *
     * @param address where a server listens
     * @param request as it is sent there, without what is about the client's connection
     * @param idle how long the server may take until it begins to answer, and between parts of its answer
     * @param added headers that the answer gets
     * @param observer is told what came of it
     */
    record Forward(
            InetSocketAddress address, HttpHead request, Duration idle, List<HttpHead.Header> added, Observer observer)
            implements Route {
        public Forward {
            added = List.copyOf(added);
        }
    }

    /** Is told what came of a request that was passed on. */
    interface Observer {

        /** The server began to answer. */
        void answered(int status, Duration took);

        /**
         * The server did not answer, and the client was told so.
         *
         * @param status 502 or 504
         * @param connected whether there was a connection at all
         */
        void failed(int status, boolean connected);

        /** The exchange is over, whatever came of it. Called once. */
        void over();
    }
}
