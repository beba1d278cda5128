package dev.penstock.local.image;

import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.RepositoryAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Registries that are reached by plain HTTP: on this machine only. */
final class PlainRegistries {

    private PlainRegistries() {}

    /** Refuses plain HTTP to another machine, and lets Jib sign in by plain HTTP on this one. */
    static void check(RepositoryAccess repository) throws ImageBuildException {
        if (!repository.insecure()) {
            return;
        }
        String host = RegistryProbe.host(repository.pushUri()).replaceFirst(":[0-9]+$", "");
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                // Jib asks for this as a property of the program. It still uses HTTPS wherever it is not allowed
                // otherwise.
                System.setProperty("sendCredentialsOverHttp", "true");
                return;
            }
        } catch (UnknownHostException e) {
            throw new ImageBuildException(
                    Reason.PUSH_FAILED, "There is no host '" + host + "' to push an image to.", true, e);
        }
        throw new ImageBuildException(
                Reason.PUSH_FAILED,
                "The registry " + host + " is reached by plain HTTP, which is allowed on this machine only.");
    }
}
