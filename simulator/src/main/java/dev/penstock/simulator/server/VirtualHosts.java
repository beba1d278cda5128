package dev.penstock.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/** Others who answer on the simulator's port, told apart by the name that clients know them by. */
public interface VirtualHosts {

    /** Nobody. */
    VirtualHosts NONE = new VirtualHosts() {
        @Override
        public boolean has(String host) {
            return false;
        }

        @Override
        public boolean serve(String host, List<String> head, Socket socket, InputStream in, OutputStream out) {
            return false;
        }
    };

    /**
     * Whether a host is one of theirs.
     *
     * @param host as it stands in the header, with or without a port, in lower case
     */
    boolean has(String host);

    /**
     * Answers one request.
     *
     * @param head its start line and headers as they came
     * @param in what follows the head
     * @return whether the connection can go on
     */
    boolean serve(String host, List<String> head, Socket socket, InputStream in, OutputStream out) throws IOException;
}
