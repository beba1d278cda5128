package dev.penstock.simulator.elb.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client's connection. */
record Client(Socket socket, InputStream in, OutputStream out) {

    /** Tells a client that waits with its body to send it. */
    void goOn() throws IOException {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** @param keep whether the connection goes on */
    void answer(Route.Answer answer, String method, boolean keep) throws IOException {
        List<HttpHead.Header> headers = new ArrayList<>(answer.headers());
        boolean bodyless = answer.status() == 204 || answer.status() == 304;
        if (!bodyless) {
            headers.add(new HttpHead.Header("Content-Length", Integer.toString(answer.body().length)));
        }
        headers.add(new HttpHead.Header("Connection", keep ? "keep-alive" : "close"));
        new HttpHead("HTTP/1.1", Integer.toString(answer.status()), Answers.reason(answer.status()), headers)
                .write(out);
        if (!bodyless && !method.equals("HEAD")) {
            out.write(answer.body());
        }
        out.flush();
    }
}
