package dev.penstock.local.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ConcurrentHashMap;

/** Finds out quickly whether a registry can be reached at all, before its client waits for long. */
final class RegistryProbe {

    private static final String DOCKER_HUB = "registry-1.docker.io";
    private static final int PATIENCE_MILLIS = 1000;
    private static final int HTTPS = 443;

    private static final ConcurrentHashMap<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private RegistryProbe() {}

    /** The registry in the name of an image or repository. */
    static String host(String reference) {
        int slash = reference.indexOf('/');
        String first = slash < 0 ? "" : reference.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? first : DOCKER_HUB;
    }

    /** Whether something listens where the image should come from. Asked once in a program. */
    static boolean answers(String image) {
        return KNOWN.computeIfAbsent(host(image), RegistryProbe::connects);
    }

    private static boolean connects(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        int port = colon < 0 ? HTTPS : Integer.parseInt(host.substring(colon + 1));
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(name), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
