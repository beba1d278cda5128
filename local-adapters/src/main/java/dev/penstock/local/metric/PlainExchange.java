package dev.penstock.local.metric;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request of HTTP/1.1 over a connection to an address that somebody has checked. HTTP clients look names up themselves,
 * and could come to another address than the one that was checked. Of the answer only the first line is read.
 */
final class PlainExchange implements Closeable {

    private static final int LONGEST_LINE = 4096;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern HOST_NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9.-]+");
    private static final int INFORMATIONAL = 200;

    private final Socket socket;
    private final String host;
    private final int port;
    private final boolean isDefaultPort;

    PlainExchange(InetAddress address, String host, int port, boolean isSecure, Duration limit) throws IOException {
        this.host = host;
        this.port = port;
        this.isDefaultPort = port == (isSecure ? 443 : 80);
        int millis = Math.max(1, Math.toIntExact(limit.toMillis()));
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, port), millis);
            plain.setSoTimeout(millis);
            this.socket = isSecure ? secured(plain) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The certificate must be for the host, as in any browser. */
    private Socket secured(Socket plain) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (HOST_NAME.matcher(host).matches()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Asks for a page, and says the status of the answer. */
    int status(URI page) throws IOException {
        URI written = URI.create(page.toASCIIString());
        String path = written.getRawPath() == null || written.getRawPath().isEmpty() ? "/" : written.getRawPath();
        String query = written.getRawQuery() == null ? "" : "?" + written.getRawQuery();
        String named = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (isDefaultPort ? "" : ":" + port);
        String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + named
                + "\r\nUser-Agent: penstock\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        InputStream answer = socket.getInputStream();
        int status = statusOf(line(answer));
        while (status < INFORMATIONAL) {
            while (!line(answer).isEmpty()) {
                // Headers of an answer that is none yet.
            }
            status = statusOf(line(answer));
        }
        return status;
    }

    private static int statusOf(String line) throws IOException {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("what answers speaks no HTTP");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() >= LONGEST_LINE) {
                throw new IOException("what answers speaks no HTTP");
            }
            line.append((char) c);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
